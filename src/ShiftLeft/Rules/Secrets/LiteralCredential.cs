using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A key, token or password that gives itself away by its shape.</summary>
sealed class LiteralCredential : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL7002", "literal-credential", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A credential stands in the Dockerfile",
        Why = "It is in the repository's history and in the image's. Whoever reads either can use it until it is revoked.",
        Fix = "Revoke it, then give its successor to the build with `RUN --mount=type=secret`.",
        References = ["https://docs.docker.com/build/building/secrets/"],
        Equivalents = ["kics/passwords_and_secrets_in_infrastructure_code_dockerfile"],
        Cwe = [798],
        SecuritySeverity = 9.1,
        Bad =
        [
            """
            FROM golang:1.26 AS build
            RUN git clone https://[|deploy:hunter2secret|]@git.example.com/acme/orders.git /src
            WORKDIR /src
            RUN go build -o /out/orders ./cmd/orders

            """,
        ],
        Good =
        [
            """
            FROM golang:1.26 AS build
            RUN --mount=type=secret,id=git-password,env=GIT_PASSWORD \
                git clone https://deploy:${GIT_PASSWORD}@git.example.com/acme/orders.git /src
            WORKDIR /src
            RUN go build -o /out/orders ./cmd/orders

            """,
            """
            # A key from a manual opens nothing.
            FROM golang:1.26 AS test
            WORKDIR /src
            COPY . .
            RUN AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE go test ./...

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            foreach (var instruction in stage.Written)
            {
                foreach (var (span, what) in SecretValue.FindLiterals(instruction.Syntax.Arguments.Text))
                    yield return this.At(stage, instruction.Syntax.Arguments.LocationOf(span), $"{what} stands in the file");
                foreach (var heredoc in instruction.Syntax.Heredocs)
                {
                    foreach (var (span, what) in SecretValue.FindLiterals(heredoc.Body.Text))
                        yield return this.At(stage, new(heredoc.Body.Source, span.Shift(heredoc.Body.Span.Start)), $"{what} stands in the file");
                }
            }
        }
    }
}
