using ShiftLeft.Go.Semver;
using ShiftLeft.Helm;
using ShiftLeft.Tests.Helm;

namespace ShiftLeft.Tests.Go;

public sealed class SemanticVersionTests
{
    /// <summary>What helm's <c>semverCompare</c> says of each constraint and the versions below; a second answer is that of Helm 4, where it differs.</summary>
    const string Answers = """
         1-0 || = 1.2.3-a.1 → 000000111110011111011101
         1.2.3+b || < 1.2.3-rc.1 → 111111111000010110110001
        != 1.19-0 , ^1 → 000000111110000000011000 → 000000111110011111011101
        != x , =1-0 ,  1.19-0 → 000000000000000000001000 → 000000000000000000001100
        != x.1 , ~*-0 , >=1.2.3-0 → 000000001111000000011010 → 000000001111111111011110
        != x||=0 → 111111111111000000011010
        !=*,=> 0.2.3,>1.19-0 → 000000000001000000000010 → 000000000001100000000010
        !=*-0 || ~>0.2 → 111111111111111111011111
        !=0 → 000000111111000000011010
        !=0.0 → 000111111111000000011010
        !=0.0.0,=1 → 000000111110000000011000
        !=0.0|| 1 → 000111111111000000011010
        !=0.2.3 → 111011111111111111111111 → 111011111111000000011010
        !=1 → 111111000001000000000010
        !=1.19-0 , > 1.2.3 → 000000000111000000001010 → 000000000111100001001110
        !=1.2 =>0.0.0-0 >1.2.3 → 000000000011000000001010 → 000000000011100001001110
        !=1.2-0 → 111111111111101111111111
        !=1.2.3-a.1 , <* → 000000000000000000000000 → 000000000000000000100000
        !=1.2.3-rc.1 → 111111111111110111111111
        !=1.2.x → 111111100011000000001010
        !=x.1 → 011111111111000000011010
        * → 111111111111000000011010
        * - 1.2.3+b → 111111111000000000010000
        *-0 - v2 → 111111111111000000011000 → 111111111111111111111101
        0 → 111111000000000000000000
        0.0 → 111000000000000000000000
        0.0 - 1.2.3+b → 111111111000000000010000
        0.0.0-0 - x.1 → 111000000000000000000000 → 111000000000000000100000
        0.0.3 → 010000000000000000000000
        0.2.3 → 000100000000000000000000
        1 → 000000111110000000011000
        1-0 → 000000111110011111011101
        1-0 - 1.2.3-rc.1 → 000000110000011110000001
        1.19-0 → 000000000000000000001100
        1.19-0 - 2 → 000000000001000000001000 → 000000000001100000001100
        1.2 - 1 → 000000011110000000011000
        1.2.3 → 000000001000000000010000
        1.2.3 - 2.0.0-0 → 000000001110000000011000 → 000000001110100001011100
        1.2.3-0 - 2 → 000000001111000000011000 → 000000001111111111011100
        1.2.3-0 || >1.2.3+b → 000000000111010000001010
        1.2.3-rc.1, >=1.2 → 000000000000000000000000 → 000000000000001000000000
        1.2.x - 2.0.0-0 → 000000011110000000011000 → 000000011110111111011100
        1.x - 2.0.0-0 → 000000111110000000011000 → 000000111110111111011101
        1.x.3 → 000000111110000000011000
        < 0.0.3, != 2.0.0-0 → 100000000000000000000000 → 100000000000000000100000
        < 1-0 || => 1.19-0 → 111111000001100000101110
        < 1.2.3-a.1||^1.2-0 → 111111111110011111111101
        <* → 000000000000000000000000
        <*-0 , =>1.2.x → 000000000000000000000000
        <0.2 1.2.3-0 → 000000000000000000000000
        <0.2.3 → 111000000000000000000000
        <0.x → 000000000000000000000000
        <1 → 111111000000000000000000
        <1-0 → 111111000000000000100000
        <1.19-0 → 111111111110011111110001
        <1.19-0 ~0.0.0 → 111111111110000000010000 → 111111111110011111010001
        <1.2 → 111111100000000000000000
        <1.2.3 → 111111110000000000000000
        <1.2.3,< 2,> * → 011111110000000000000000
        <1.2.3-rc.1 → 111111110000010110100001
        <1.2.x → 111111100000000000000000
        <1.x → 111111000000000000000000
        <=0 → 111111000000000000000000
        <=0.0 → 111000000000000000000000
        <=0.0.0-0 → 000000000000000000100000
        <=0.2.3 → 111100000000000000000000
        <=0.x → 111111000000000000000000
        <=0.x, >1, ~1.2.3 → 000000000000000000000000
        <=1 → 111111111110000000011000
        <=1.19-0 → 111111111110011111111101
        <=1.2, >= 0 → 111111111100000000010000
        <=1.2-0 → 111111111100011111110001
        <=1.2-0 , => *-0 → 111111111100011111110001
        <=1.2-0 || =< 2.0.0-0 → 111111111110111111111101
        <=1.2.3-rc.1 → 111111110000011110100001
        <=2,!=1.19-0 → 111111111111000000011000 → 111111111111111111111101
        <=x.1 → 111000000000000000000000
        <x.1 → 000000000000000000000000
        = x =< v1.2.3 = 1.2.3-rc.1 → 000000000000000000000000 → 000000000000001000000000
        =0 ~>x.1 → 111111000000000000000000
        =0.0.0-0 → 000000000000000000100000
        =0.0.0||~>1.19-0 → 100000000000000000001100
        =0.0.3 → 010000000000000000000000
        =0.2 → 000110000000000000000000
        =0.2.3 → 000100000000000000000000
        =0.x → 111111000000000000000000
        =1-0 → 000000111110011111011101
        =1.19-0 → 000000000000000000001100
        =1.2-0 → 000000011100011111010001
        =1.2-0 1.x.3 > 0.x → 000000011100000000010000 → 000000011100011111010001
        =1.2.x → 000000011100000000010000
        =1.x.3 → 000000111110000000011000
        =< 1.19-0,<= 1.2.x → 111111111100000000010000 → 111111111100011111110001
        =<0.0 → 111000000000000000000000
        =<0.0.3 → 110000000000000000000000
        =<0.x → 111111000000000000000000
        =<1-0 → 111111111110011111111101
        =<1.19-0 → 111111111110011111111101
        =<1.2.x → 111111111100000000010000
        =<1.x.3 → 111111111110000000011000
        =<1.x.3,< 1.2.3-a.1,0.0.0 → 100000000000000000000000
        =<v1.2.3 <x.1 → 000000000000000000000000
        =<v2 , 2 → 000000000001000000000000
        =<x || =0.0.0 → 111000000000000000000000
        =<x, ~> *-0 → 111000000000000000000000 → 111000000000000000100000
        => 2.0.0-0 , >* → 000000000001000000000010 → 000000000001100000000010
        => x || ~1.x → 111111111111000000011010
        =>*-0 || >=2.0.0-0 → 111111111111111111111111
        =>0.0 → 111111111111000000011010
        =>0.0.0-0 → 111111111111111111111111
        =>0.0.3 → 011111111111000000011010
        =>0.x → 111111111111000000011010
        =>1.19-0 → 000000000001100000001110
        =>1.2-0 → 000000011111111111011111
        =>1.2.3 → 000000001111000000011010
        =>1.2.3-rc.1 ~1.2.3-a.1 =<1.2.3 → 000000001000000000010000 → 000000001000001000010000
        =>1.2.x → 000000011111000000011010
        =>1.x → 000000111111000000011010
        =>1.x.3||1.2 → 000000111111000000011010
        =>2.0.0-0 || ~2.0.0-0 → 000000000001100000000010
        =x.1 → 111111111111000000011010
        > v1.2.3||=> 0.0.0-0 → 111111111111111111111111
        >* → 011111111111000000011010
        >0.0 → 000111111111000000011010
        >0.0.0-0 → 111111111111111111011111
        >0.2 → 000001111111000000011010
        >1.19-0 → 000000000001100000000010
        >1.2 → 000000000011000000001010
        >1.2-0 → 000000000011100000001110
        >1.2.3-a.1 =*-0 → 000000001111101011011110
        >1.2.3-a.1 || => 1.2.x → 000000011111101011011110
        >1.2.3-a.1 || >2.0.0-0 → 000000001111101011011110
        >1.2.3-a.1,=>0.0.0,=>0.0 → 000000001111000000011010 → 000000001111101011011110
        >=0.0.0-0 → 111111111111111111111111
        >=0.2.3 → 000111111111000000011010
        >=0.x → 111111111111000000011010
        >=1-0 → 000000111111111111011111
        >=1.2 → 000000011111000000011010
        >=1.2.3-rc.1 → 000000001111101001011110
        >=1.x → 000000111111000000011010
        >=1.x.3 → 000000111111000000011010
        >=2 , ~ x.1 → 000000000001000000000010
        >=x.1||>=0.2.3 → 111111111111000000011010
        >x.1 → 011111111111000000011010
        ^ 1.19-0, = 0.2.3 → 000000000000000000000000
        ^* → 100000000000000000000000
        ^0.0 → 111000000000000000000000
        ^0.0 , ~>0.0.3 → 011000000000000000000000
        ^0.0.0-0 → 100000000000000000100000
        ^0.2 → 000110000000000000000000
        ^0.2.3 → 000110000000000000000000
        ^1 → 000000111110000000011000
        ^1-0 → 000000111110011111011101
        ^1.19-0 → 000000000000000000001100
        ^1.2.3, ~>2.0.0-0, ~>1.2.3+b → 000000000000000000000000
        ^1.2.x → 000000011110000000011000
        ^1.x → 000000111110000000011000
        ^1||<1.19-0 → 111111111110011111111001
        ^2, ~x.1 → 000000000001000000000000
        v2 - 0.2.3 → 000000000000000000000000
        v2 - 2.0.0-0 → 000000000000000000000000
        ~* → 111111111111000000011010
        ~0 → 111111000000000000000000
        ~0.0 → 111000000000000000000000
        ~0.0.3 → 011000000000000000000000
        ~0.2 → 000110000000000000000000
        ~1.19-0 → 000000000000000000001100
        ~1.x → 000000111110000000011000
        ~2,=1.x.3 → 000000000000000000000000
        ~> 0 ^1.2.3-a.1 1.x.3 → 000000000000000000000000
        ~> 0.0||>=1.2.3-rc.1 → 111000001111101001011110
        ~>* → 111111111111000000011010
        ~>0 → 111111000000000000000000
        ~>0.0 → 111000000000000000000000
        ~>0.0.0-0 || x.1 → 111111111111111111111111
        ~>0.x, < 1.2.3 → 111111000000000000000000
        ~>1-0 → 000000111110011111011101
        ~>1-0 || =0.0 → 111000111110011111011101
        ~>1.2 → 000000011100000000010000
        ~>1.2.3-rc.1 → 000000001100001001010000
        ~>1.2.x → 000000011100000000010000
        ~>1.x → 000000111110000000011000
        ~>1.x.3 → 000000111110000000011000
        ~>1.x.3 || ~>0.x → 111111111110000000011000
        ~x.1 → 111111111111000000011010
        """;

    static readonly string[] Versions = ["0.0.0", "0.0.3", "0.0.4", "0.2.3", "0.2.9", "0.3.0", "1.0.0", "1.2.0", "1.2.3", "1.2.4", "1.3.0", "2.0.0", "2.0.0-0", "1.2.3-0", "1.2.3-rc.1", "1.2.3-a.1", "1.2.3-a.2", "1.2.4-rc.1", "0.0.0-0", "1.2.3+c", "v1.19", "1.19.0-gke.1", "3.1.4", "1.2.0-b"];

    [Fact]
    public void Constraints_hold_where_they_do_for_helm()
    {
        foreach (var line in Answers.Split('\n'))
        {
            var parts = line.TrimEnd('\r').Split(" → ");
            Assert.Equal((parts[0], parts[1]), (parts[0], Answer(parts[0], VersionRules.Semver33)));
            Assert.Equal((parts[0], parts[^1]), (parts[0], Answer(parts[0], VersionRules.Semver34)));
            Assert.Equal((parts[0], parts[^1]), (parts[0], Answer(parts[0], VersionRules.Semver35)));
        }
    }

    static string Answer(string text, VersionRules rules)
    {
        var constraint = VersionConstraint.Parse(text, rules, out var error);
        return constraint is null ? error! : string.Concat(Versions.Select(version => constraint.Allows(SemanticVersion.Parse(version, rules, out _)!) ? '1' : '0'));
    }

    [Theory]
    [InlineData("bad", "improper constraint: bad", "improper constraint: \"bad\"")]
    [InlineData("", "improper constraint: ", "improper constraint: \"\"")]
    [InlineData(">=1 || 1 2 bad", "improper constraint:  1 2 bad", "improper constraint: \" 1 2 bad\"")]
    [InlineData("!=0 - v1.2.3", "improper constraint: !=>= 0, <= v1.2.3 ", "improper constraint: \"!=>= 0, <= v1.2.3 \"")]
    [InlineData("1,,2", "improper constraint: 1,,2", "improper constraint: \"1,,2\"")]
    [InlineData("1.2.3.4", "improper constraint: 1.2.3.4", "improper constraint: \"1.2.3.4\"")]
    public void What_is_no_constraint_is_said_in_the_librarys_words(string text, string old, string latest)
    {
        Assert.Null(VersionConstraint.Parse(text, VersionRules.Semver34, out var error));
        Assert.Equal(old, error);
        Assert.Null(VersionConstraint.Parse(text, VersionRules.Semver35, out error));
        Assert.Equal(latest, error);
    }

    [Theory]
    [InlineData("1x")]
    [InlineData("1|2")]
    [InlineData("1.2.3-01")]
    [InlineData("99999999999999999999")]
    public void A_constraint_of_no_version_is_an_error_of_the_parser(string text)
    {
        Assert.Null(VersionConstraint.Parse(text, VersionRules.Semver33, out var error));
        Assert.Equal("constraint Parser Error", error);
        Assert.Null(VersionConstraint.Parse(text, VersionRules.Semver35, out error));
        Assert.Equal("constraint parser error", error);
    }

    [Fact]
    public void Only_the_latest_library_limits_sizes()
    {
        var version = "1.2.3-" + new string('a', 251);
        Assert.NotNull(SemanticVersion.Parse(version[..^1], VersionRules.Semver35, out _));
        Assert.NotNull(SemanticVersion.Parse(version, VersionRules.Semver34, out _));
        Assert.Null(SemanticVersion.Parse(version, VersionRules.Semver35, out var error));
        Assert.Equal("version string is too long (max 256 bytes)", error);

        Assert.NotNull(VersionConstraint.Parse(new string(' ', 509) + ">=1", VersionRules.Semver35, out _));
        Assert.Null(VersionConstraint.Parse(new string(' ', 510) + ">=1", VersionRules.Semver35, out error));
        Assert.Equal("constraint string is too long (max 512 bytes)", error);
        Assert.NotNull(VersionConstraint.Parse(string.Join(" || ", Enumerable.Repeat(">=1", 32)), VersionRules.Semver35, out _));
        Assert.Null(VersionConstraint.Parse(string.Join(" || ", Enumerable.Repeat(">=1", 33)), VersionRules.Semver35, out error));
        Assert.Equal("too many constraint groups (max 32)", error);
    }

    [Theory]
    [InlineData("v1.2", "1.2.0")]
    [InlineData("01.002.0003", "1.2.3")]
    [InlineData("1", "1.0.0")]
    [InlineData("v1.19.0-gke.1+b.7", "1.19.0-gke.1+b.7")]
    [InlineData("18446744073709551615.1.2", "18446744073709551615.1.2")]
    public void A_version_is_read_generously(string text, string version)
    {
        var read = SemanticVersion.Parse(text, VersionRules.Semver35, out _)!;
        Assert.Equal((version, text), (read.ToString(), read.Original));
    }

    [Theory]
    [InlineData("abc", "Invalid Semantic Version")]
    [InlineData("", "Invalid Semantic Version")]
    [InlineData("1.2.3.4", "Invalid Semantic Version")]
    [InlineData("1.2.3-a..b", "Invalid Semantic Version")]
    [InlineData("V1.2.3", "Invalid Semantic Version")]
    [InlineData("1.2.3-01", "Version segment starts with 0")]
    [InlineData("1.2.99999999999999999999", "Error parsing version segment: strconv.ParseUint: parsing \"99999999999999999999\": value out of range")]
    public void What_is_no_version_is_said_in_the_librarys_words(string text, string old)
    {
        Assert.Null(SemanticVersion.Parse(text, VersionRules.Semver33, out var error));
        Assert.Equal(old, error);
        Assert.Null(SemanticVersion.Parse(text, VersionRules.Semver34, out error));
        Assert.Equal(old.StartsWith("Error", StringComparison.Ordinal) ? "e" + old[1..] : old.ToLowerInvariant(), error);
    }

    [Theory]
    [InlineData("1.2.3-a.1+b", null)]
    [InlineData("", "version string empty")]
    [InlineData("1.2", "invalid semantic version")]
    [InlineData("v1.2.3", "invalid characters in version")]
    [InlineData("1.02.3", "version segment starts with 0")]
    [InlineData("1.2.3-", "invalid prerelease string")]
    [InlineData("1.2.3+a_b", "invalid metadata string")]
    [InlineData("1.2.3-00", "version segment starts with 0")]
    [InlineData("1..3", "strconv.ParseUint: parsing \"\": invalid syntax")]
    public void A_strict_version_follows_the_specification(string text, string? expected)
    {
        Assert.Equal(expected is null, SemanticVersion.ParseStrict(text, VersionRules.Semver34, out var error) is not null);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Versions_are_ordered_as_the_specification_says()
    {
        string[] ordered = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0", "2.0.0-0"];
        var versions = ordered.Select(text => SemanticVersion.Parse(text, VersionRules.Semver35, out _)!).ToArray();
        for (var i = 0; i < versions.Length; i++)
        {
            for (var j = 0; j < versions.Length; j++) Assert.Equal(i.CompareTo(j), versions[i].CompareTo(versions[j]));
        }
    }

    // The expected texts are what helm 3.17.2, 4.1.4 and 4.2.3 write.
    [Theory]
    [InlineData("""{{ (semver "v1.2.3-rc.1+b").Major }} {{ (semver "1.2.3").Minor }} {{ semver "v1.2" }} {{ (semver "1.2.3-a").Prerelease }} {{ (semver "1.2.3").Original }} {{ (semver "1.2").String }}""", "1 2 1.2.0 a 1.2.3 1.2.0")]
    [InlineData("""{{ (semver "1.2.3").Compare (semver "1.2.4") }} {{ (semver "1").Equal (semver "1.0.0+b") }} {{ (semver "1.2.3").LessThan (semver "1.2.4") }}""", "-1 true true")]
    [InlineData("""{{ (semver "v1.2.3-a+b").SetMetadata "x" }} {{ (semver "v1.2.3-a+b").SetPrerelease "x" }} {{ (semver "1.2.3-a").IncPatch }} {{ (semver "1.2.3").IncMinor }}""", "1.2.3-a+x 1.2.3-x+b 1.2.3 1.3.0")]
    [InlineData("""{{ (semver "1").MarshalText }} {{ (semver "1").Value }} {{ eq (semver "1.2").Patch 0 }} {{ if semver "0" }}T{{ end }}""", "[49 46 48 46 48] 1.0.0 true T")]
    [InlineData("""{{ semverCompare ">=1.0.0, <2.0.0-0" "1.5.0-rc.1" }} {{ semverCompare "^1.2" "1.9.0" }}""", "true true")]
    public void Templates_read_and_compare_versions(string template, string expected) => Assert.Equal(expected, TemplateText.Render(template).Text);

    [Theory]
    [InlineData("""{{ semverCompare ">=1.0" "abc" }}""", "error calling semverCompare: invalid semantic version")]
    [InlineData("""{{ semverCompare "bad" "1.0" }}""", "error calling semverCompare: improper constraint: \"bad\"")]
    [InlineData("""{{ (semver "1.2").Foo }}""", "can't evaluate field Foo in type *semver.Version")]
    [InlineData("""{{ (semver "1.2.3").IncPatch.Original }}""", "can't evaluate field Original in type semver.Version")]
    [InlineData("""{{ (semver "1.2.3").Compare nil }}""", "error calling Compare: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("""{{ (semver "18446744073709551615.1.2").IncMajor }}""", "error calling IncMajor: major version increment would overflow uint64")]
    [InlineData("""{{ (semver "1.2.3").SetMetadata "x_" }}""", "error calling SetMetadata: invalid metadata string")]
    public void What_helm_refuses_ends_the_rendering(string template, string expected) => Assert.Equal(expected, TemplateText.Fail(template));

    [Fact]
    public void Helm_3_compares_by_its_own_rules()
    {
        Assert.Equal("false", TemplateText.Render("""{{ semverCompare ">=1.0.0, <2.0.0-0" "1.5.0-rc.1" }}""", profile: HelmProfile.Helm317).Text);
        Assert.Equal("error calling semverCompare: Invalid Semantic Version", TemplateText.Fail("""{{ semverCompare ">=1.0" "abc" }}""", profile: HelmProfile.Helm317));
    }
}
