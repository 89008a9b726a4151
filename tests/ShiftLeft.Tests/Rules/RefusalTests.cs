using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>What BuildKit refuses is told at its token, once, and nothing that it takes is called broken.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("FROM debian:13\nRUN cat << EOF > /x\nRNU\nEOF\nCOPY <<  'E' /y\nFRMO\nE\nRUN cat 3<<EOF\nx\nEOF\n")]
    [InlineData("FROM debian:13\nRUN [|echo $(( 1 << 2|] ))\n", "<< 2")]
    [InlineData("FROM debian:13\nRUN cat <<- EOF\n")]
    [InlineData("FROM debian:13\nLABEL a=[|\"b|]\n")]
    [InlineData("FROM debian:13\nENV a=[|'b|]\n")]
    [InlineData("FROM debian:13\nENV a=[|${x|]\n")]
    [InlineData("FROM debian:13\nENV a=[|${|]:x}\n")]
    [InlineData("FROM debian:13\nENV a=[|${x:#|]y}\n")]
    [InlineData("FROM debian:13\nENV a=[|${x?}|]\n")]
    [InlineData("FROM debian:13\nCOPY --from=[|9|] a b\n")]
    [InlineData("FROM debian:13\nCOPY --from=alpine:3 a b\nCOPY --from=1 c d\n")]
    [InlineData("FROM debian:13\nCOPY [|https://x/y|] /z\n")]
    [InlineData("FROM debian:13\nCOPY [|git@github.com:a/b.git|] /z\n")]
    [InlineData("FROM debian:13\nCOPY --chmod=[|9999|] a b\nCOPY --chmod=u=rwX,go-w c d\nCOPY --chmod=7777 e f\n")]
    [InlineData("FROM debian:13\nADD --checksum=[|foo|] https://x/y /z\n")]
    [InlineData("FROM debian:13\nADD [|--checksum=sha256:00|] a /z\n")]
    [InlineData("FROM debian:13\nVOLUME [|\"\"|]\n")]
    [InlineData("FROM debian:13\nRUN --mount=type=bind,[|mode=0700|],source=a,target=/b make\n")]
    [InlineData("FROM debian:13\nRUN --mount=[|required|],type=secret,id=a make\n")]
    [InlineData("FROM debian:13\nRUN --mount=[|type=cache|] make\nWORKDIR /src\nRUN --mount=type=cache make\n")]
    [InlineData("FROM debian:13 AS a\nCOPY --from=[|b|] x y\nFROM debian:13 AS b\nCOPY --from=a x y\n")]
    [InlineData("FROM debian:13\nEXPOSE [|web|] [|80,443|] [|80/http|] [|[80]|] [|-1|] 80 81/UDP 90-92\n")]
    [InlineData("FROM debian:13\nEXPOSE 80 [|# web and more|]\nENV A=b [|# c d|]\n")]
    [InlineData("FROM [|debian:13 # base|]\n")]
    [InlineData("FROM debian:13\nSTOPSIGNAL [|SIGFOO|]\nSTOPSIGNAL sigterm\nSTOPSIGNAL RTMIN+3\nSTOPSIGNAL 9\n")]
    [InlineData("FROM debian:13\nSTOPSIGNAL [|SIGTERM # c|]\n")]
    [InlineData("FROM --platform=[|x/y/z/w|] debian:13\nFROM --platform=linux/arm64/v8 debian:13\n")]
    [InlineData("FROM debian:13\nRUN\nCMD\nENTRYPOINT\nARG --x a\nSTOPSIGNAL --x 9\n")]
    [InlineData("ARG S\nFROM debian:13\nARG S\nSTOPSIGNAL [|$S|]\nSTOPSIGNAL ${S:-9}\n")]
    [InlineData("FROM acme/base:1\nSTOPSIGNAL $SIGNAL\nVOLUME $DATA\nRUN --mount=target=$DIR make\n")]
    [InlineData("[|{|]\n  \"name\": \"x\",\n  \"items\": [\n    1\n  ]\n}\n")]
    [InlineData("ARG A\n[|RUN|] a\nCMD b\n")]
    [InlineData("# check=[|foo=1|]\nFROM debian:13\n")]
    [InlineData("FROM debian:13\nONBUILD ENV [|a|]\n")]
    [InlineData("FROM debian:13\nONBUILD RNU a\nONBUILD EXPOSE web\nONBUILD COPY a\n")]
    [InlineData("FROM debian:13 AS base\nONBUILD EXPOSE web\nFROM [|base|]\nRUN x\n")]
    public void BuildKit_refuses_exactly_the_marked_places(string dockerfile, string? opener = null) =>
        Expect.Findings("would-not-build", opener is null ? dockerfile : dockerfile.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal).Replace(opener, $"[|{opener}|]", StringComparison.Ordinal));

    [Theory]
    [InlineData("invalid-base-image", "FROM debian:[|13:14|]\nFROM [|D|]ebian:13\nFROM debian[|:|]\nFROM \"debian:13\"\nFROM [|https://|]x/y\nFROM [|debian//x|]:1\nFROM debian:[|-1|]\nFROM a/b:latest-\n")]
    [InlineData("invalid-base-image", "FROM debian:13 AS Base\nFROM [|Base|]\nFROM base\n")]
    [InlineData("invalid-base-image", "# check=skip=all\nFROM debian[|:|]\n")]
    [InlineData("invalid-base-image", "FROM [|$IMAGE|]\nFROM ${IMAGE:-debian:13}\n")]
    [InlineData("invalid-default-argument", "ARG V\nFROM [|php:${V}-alpine|]\nFROM a/b:latest-${V}\nFROM c:${V:-1}\n")]
    [InlineData("invalid-default-argument", "ARG V=\nARG I=php:$V\nFROM [|$I|]\n")]
    [InlineData("invalid-default-argument", "ARG V\nARG I=php:$V\nFROM [|$I|]\n")]
    [InlineData("invalid-default-argument", "ARG B=base\nFROM debian:13 AS base\nFROM $B\n")]
    [InlineData("malformed-digest", "FROM [|debian@sha256:12|]\nFROM debian AS a\nCOPY --from=[|b@sha512:00|] x y\nONBUILD COPY --from=c@sha256:0 x y\n")]
    [InlineData("port-out-of-range", "FROM debian:13\nEXPOSE [|65536|] 65535 [|9-8|] web\nONBUILD EXPOSE 70000\n")]
    [InlineData("copy-from-self", "FROM debian:13 AS a\nCOPY --from=[|A|] x y\nCOPY --from=[|0|] x y\nRUN --mount=from=[|a|],target=/x y\n")]
    [InlineData("broken-trigger", "FROM debian:13\nONBUILD [|RNU|] a\nONBUILD EXPOSE [|web|] $PORT\nONBUILD [|COPY|] a\nONBUILD STOPSIGNAL $S\nONBUILD EXPOSE [|70000|]\n")]
    [InlineData("trailing-comment", "FROM debian:13\nUSER app [|# why|]\nWORKDIR /a [|#why|]\nCOPY a b [|# c|]\nVOLUME /a [|# b|]\nARG A=1 [|#b|]\nENV A b [|# c|]\nENV B #fff\nENV C=#fff\nRUN x # y\nCOPY '# a' b\n")]
    [InlineData("trailing-comment", "FROM debian:13\nEXPOSE 80 # web\nUSER \"a # b\"\n")]
    [InlineData("malformed-exec-form", "FROM debian:13\nCMD [|[\"a\", \"b\"] # x|]\nCMD [|[\"a\", \"b\"],|]\nCMD [|[\"a\", \"b\"|]\nCMD [|[a, b]|]\nCMD [|[\u201Ca\u201D]|]\nVOLUME [|[\"/a\" \"/b\"]|]\nHEALTHCHECK CMD [|[\"curl\", 'x']|]\nCOPY [|[\"a\", \"b\"] c|]\nRUN [ -f /x ] && y\nRUN [[ -f /x ]]\nCOPY [a-z]*.txt /x/\n")]
    [InlineData("malformed-exec-form", "FROM mcr.microsoft.com/windows/servercore:ltsc2025\nSHELL [\"powershell\", \"-Command\"]\nRUN [Net.ServicePointManager]::SecurityProtocol = 1\n")]
    [InlineData("warnings-are-errors", "[|# check=error=true|]\nFROM debian:13\nCMD a\n")]
    [InlineData("warnings-are-errors", "# check=error=true\nFROM debian:13\n# check=skip=JSONArgsRecommended\nCMD a\n")]
    [InlineData("warnings-are-errors", "# check=error=true\nFROM acme/base:1\nARG NAME\nENV A=$NAMES\n")]
    [InlineData("warnings-are-errors", "# check=error=true\nFROM debian:13\nENV MYSQL_PWD=hunter2hunter2\nONBUILD CMD a\n")]
    [InlineData("warnings-are-errors", "[|# check=error=true|]\nFROM debian:13\nENV API_KEY=hunter2hunter2\n")]
    [InlineData("empty-expose", "FROM debian:13\nEXPOSE [|$PORT|] 80 ${P:-81}\nFROM acme/base:1\nEXPOSE $PORT\n")]
    [InlineData("undefined-variable", "FROM debian:13\nCOPY --chown=[|$A|] --chmod=[|$B|] [|$C|] /x/\nADD --checksum=[|$D|] https://x/y /z\nSTOPSIGNAL 9[|$E|]\nRUN --mount=type=cache,target=/x[|$F|] echo $NOT\nCOPY <<E /e\n[|$G|] '[|$H|]' \\$I\nE\nCOPY <<'E' /f\n$J\nE\nCOPY [\"[|$K|]\", \"/l\"]\nEXPOSE 80$M\n")]
    [InlineData("undefined-variable", "FROM busybox\nENV A=$HTTP_PROXY_ B=$PATH\nENV C=$B\n", "$HTTP_PROXY_")]
    [InlineData("unsettable-variable", "FROM debian:13\nENV L=/x[|${L:+:$L}|]\n")]
    [InlineData("undefined-variable", "FROM debian:13\nENV L=/x${L:+:$L}\n")]
    [InlineData("unsettable-variable", "FROM debian:13\nENV A=[|${B:-[|${C-d}|]}|]\nARG D\nENV E=${D:-f}\n", "nested")]
    public void Each_other_refusal_has_a_rule_of_its_own(string rule, string dockerfile, string? mark = null)
    {
        if (mark == "nested")
        {
            Assert.Equal(2, Expect.Scan([KeyValuePair.Create("Dockerfile", dockerfile.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal))]).Active.Count(finding => finding.Rule.Name == rule));
            return;
        }
        Expect.Findings(rule, mark is null ? dockerfile : dockerfile.Replace(mark, $"[|{mark}|]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FROM [|${REGISTRY}/ubuntu|]\n")]
    [InlineData("ARG REGISTRY\nFROM [|$REGISTRY/ubuntu|]\nFROM $REGISTRY/ubuntu:24.04\nFROM [|$REGISTRY/ubuntu:latest|]\nFROM $REGISTRY/ubuntu@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n")]
    [InlineData("FROM [|alpine$TAG|]\n")]
    [InlineData("ARG TAG\nFROM [|alpine$TAG|]\nFROM alpine:$TAG\n")]
    [InlineData("ARG IMAGE\nFROM $IMAGE\nFROM ${IMAGE:-debian:13}\n")]
    public void What_is_certain_of_a_base_image_decides(string dockerfile) => Expect.Findings("floating-base-image", dockerfile);

    [Fact]
    public void A_name_is_certain_before_a_version_that_is_not() =>
        Expect.Findings("untrusted-base-image", "=== Dockerfile\nARG V\nARG R\nFROM [|evil.example/x:$V|]\nFROM mcr.microsoft.com/dotnet/sdk:$V\nFROM $R/x:1\n=== shiftleft.yml\nversion: 1\nimages: { trusted: [mcr.microsoft.com] }\n");

    [Theory]
    [InlineData("FROM debian:13\nONBUILD RUN [|apt-get install|] nano\n", "interactive-install")]
    [InlineData("FROM debian:13\nONBUILD CMD [|a b|]\n", "shell-form-command")]
    [InlineData("FROM debian:13\nONBUILD RUN <<E\n[|apt|] update\nE\n", "apt-in-script")]
    public void What_stands_behind_ONBUILD_is_judged_like_any_instruction(string dockerfile, string rule)
    {
        var found = Expect.Scan([KeyValuePair.Create("Dockerfile", MarkedText.Read(dockerfile).Text)]).Active.Where(finding => finding.Rule.Name == rule).ToList();
        Assert.Single(found);
    }

    [Fact]
    public void A_pragma_for_a_stage_ends_with_the_stage() =>
        Expect.Findings("port-out-of-range", "FROM debian:13\nEXPOSE [|80000|]\n# hadolint stage ignore=DL3011\nFROM debian:13\nEXPOSE 80000\nRUN x\nEXPOSE 80001\nFROM debian:13\nEXPOSE [|80000|]\n# hadolint stage ignore=DL3011\nEXPOSE [|80000|]\n");

    [Fact]
    public void What_certainly_fails_is_told_next_to_the_prompt()
    {
        var page = ShiftLeft.Reporting.TextReport.Render(Expect.Scan([KeyValuePair.Create("Dockerfile", "FROM debian:latest\nUSER root\nRNU x\n")]), ShiftLeft.Reporting.TextStyle.Default);
        Assert.StartsWith("error[SL8001]", page.Split("\n\n").Last(part => part.Contains("[SL", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("fails: BuildKit refuses it", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_depends_on_arguments_is_no_certain_failure()
    {
        var found = Expect.Scan([KeyValuePair.Create("Dockerfile", "ARG V\nFROM php:$V\nARG S\nSTOPSIGNAL $S\nSTOPSIGNAL FOO\n")]).Active.Where(finding => finding.Rule.RefusedBy is not null).ToList();
        Assert.Equal([false, false, true], found.Select(finding => finding.CertainlyFails));
    }
}
