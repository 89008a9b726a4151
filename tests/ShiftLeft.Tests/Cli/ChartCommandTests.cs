using ShiftLeft.Cli;

namespace ShiftLeft.Tests.Cli;

/// <summary><c>where</c> and <c>render --trace</c> on a small chart.</summary>
public sealed class ChartCommandTests : IDisposable
{
    readonly TemporaryFolder disk = new TemporaryFolder().WithFolder(".git")
        .With("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
        .With("shop/values.yaml", "replicas: 2\nimage:\n  repository: nginx\n  tag: latest\nsecurityContext: {}\n")
        .With("shop/templates/_helpers.tpl", "{{- define \"shop.image\" -}}\n{{ .Values.image.repository }}:{{ .Values.image.tag }}\n{{- end }}\n")
        .With("shop/templates/deployment.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{ .Release.Name }}
              annotations:
                shop.example/owner: team
            spec:
              replicas: {{ .Values.replicas }}
              template:
                spec:
                  containers:
                    - name: app
                      image: {{ include "shop.image" . }}
                      {{- with .Values.securityContext }}
                      securityContext: {{ toYaml . | nindent 12 }}
                      {{- end }}

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void Where_names_the_keys_to_edit_then_how_they_came_into_the_field() => Says(0, """
        Deployment/a:spec.template.spec.containers[0].image = nginx:latest
          edit         shop/values.yaml:3:15                 repository: nginx
          and          shop/values.yaml:4:8                  tag: latest
          used here    shop/templates/_helpers.tpl:2:1       {{ .Values.image.repository }}:{{ .Values.image.tag }}
          called here  shop/templates/deployment.yaml:13:18  image: {{ include "shop.image" . }}

        """, "where", "shop", "Deployment/a:spec.template.spec.containers[0].image", "--release-name", "a");

    [Fact]
    public void Where_takes_keys_with_dots_and_text_of_the_template() => Says(0, """
        Deployment/a:metadata.annotations.shop.example/owner = team
          edit  shop/templates/deployment.yaml:6:25  shop.example/owner: team

        """, "where", "shop", "Deployment/a:metadata.annotations.shop.example/owner", "--release-name", "a");

    [Fact]
    public void Where_says_at_which_key_a_missing_field_would_be_set() => Says(1, """
        Deployment/a:spec.template.spec.containers[0].securityContext.privileged is not there
          set it          shop/values.yaml:5:1                  securityContext: {}
          would write it  shop/templates/deployment.yaml:14:11  {{- with .Values.securityContext }}

        """, "where", "shop", "Deployment/a:spec.template.spec.containers[0].securityContext.privileged", "--release-name", "a");

    [Fact]
    public void Where_suggests_the_field_that_was_meant() => Says(1, """
        Deployment/a:spec.replica is not there; did you mean replicas?
          set it  shop/templates/deployment.yaml:7:1  spec:

        """, "where", "shop", "Deployment/a:spec.replica", "--release-name", "a");

    [Theory]
    [InlineData("Deployment/b:spec", "the chart renders no 'Deployment/b'; did you mean Deployment/a?")]
    [InlineData("Service/web:spec", "the chart renders no 'Service/web'; it renders Deployment/a")]
    [InlineData("Deployment/a", "'Deployment/a' names no field; write Kind/name:path, such as Deployment/shop:spec.replicas")]
    public void Where_answers_an_unknown_object_with_those_that_are_there(string field, string expected)
    {
        var run = Run("where", "shop", field, "--release-name", "a");
        Assert.Equal((2, $"shiftleft: error: {expected}\n", ""), (run.ExitCode, run.Error, run.Output));
    }

    [Fact]
    public void Render_traces_each_line_to_its_template_and_its_values() => Says(0, """
        ---
        # Source: shop/templates/deployment.yaml
        apiVersion: apps/v1            # shop/templates/deployment.yaml:1:1
        kind: Deployment               # shop/templates/deployment.yaml:2:1
        metadata:                      # shop/templates/deployment.yaml:3:1
          name: a                      # shop/templates/deployment.yaml:4:3
          annotations:                 # shop/templates/deployment.yaml:5:3
            shop.example/owner: team   # shop/templates/deployment.yaml:6:5
        spec:                          # shop/templates/deployment.yaml:7:1
          replicas: 3                  # shop/templates/deployment.yaml:8:3 < --set replicas=3
          template:                    # shop/templates/deployment.yaml:9:3
            spec:                      # shop/templates/deployment.yaml:10:5
              containers:              # shop/templates/deployment.yaml:11:7
                - name: app            # shop/templates/deployment.yaml:12:9
                  image: nginx:latest  # shop/templates/deployment.yaml:13:11 < shop/values.yaml:3:15 < shop/values.yaml:4:8

        """, "render", "shop", "--trace", "--set", "replicas=3", "--release-name", "a");

    void Says(int exitCode, string expected, params string[] arguments)
    {
        var run = Run(arguments);
        Assert.Equal("", run.Error);
        Assert.Equal(expected.ReplaceLineEndings("\n"), run.Output);
        Assert.Equal(exitCode, run.ExitCode);
    }

    (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = CommandTree.Run(arguments, new(output, error, disk.Path.TrimEnd('/'), new(2026, 1, 1)));
        return (exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => disk.Dispose();
}
