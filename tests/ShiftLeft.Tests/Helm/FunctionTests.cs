using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ShiftLeft.Go.Scrypt;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

public sealed class FunctionTests
{
    static readonly TemplateProbe Probe = new(HelmProfile.Helm42);

    public static TheoryData<string> Groups => ["strings", "regex", "data", "numbers", "dates"];

    /// <summary>The files hold expressions with what Helm 4.2.3 wrote or complained of.</summary>
    [Theory]
    [MemberData(nameof(Groups))]
    public void Functions_answer_as_Helm_did(string group)
    {
        var probe = new TemplateProbe(HelmProfile.Helm42, "s: str\nbig: 1000000\n");
        var lines = File.ReadAllLines(Path.Combine(TidyTests.Root, "tests", "ShiftLeft.Tests", "Helm", "Answers", group + ".jsonl"));
        var wrong = from line in lines
                    let item = JsonDocument.Parse(line).RootElement
                    let difference = probe.Difference(item.GetProperty("expr").GetString()!, item)
                    where difference is not null
                    select difference;
        Assert.True(lines.Length > 50);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("expandenv")]
    [InlineData("md5sum")]
    public void Functions_that_Helm_does_not_have_are_unknown(string name) => Assert.False(FunctionTable.All.ContainsKey(name));

    [Fact]
    public void Every_function_of_Helm_is_known()
    {
        const string names = """
            abbrev abbrevboth add add1 add1f addf adler32sum ago all any append atoi b32dec b32enc b64dec b64enc base bcrypt biggest buildCustomCert camelcase cat ceil chunk clean
            coalesce compact concat contains date dateInZone dateModify date_in_zone date_modify decryptAES deepCopy deepEqual default derivePassword dict dig dir div divf duration
            durationRound empty encryptAES ext fail first float64 floor genCA genCAWithKey genPrivateKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey
            get getHostByName has hasKey hasPrefix hasSuffix hello htmlDate htmlDateInZone htpasswd include indent initial initials int int64 isAbs join kebabcase keys kindIs kindOf
            last list lookup lower max maxf merge mergeOverwrite min minf mod mul mulf mustAppend mustChunk mustCompact mustDateModify mustDeepCopy mustFirst mustHas mustInitial
            mustLast mustMerge mustMergeOverwrite mustPrepend mustPush mustRegexFind mustRegexFindAll mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit
            mustRest mustReverse mustSlice mustToDate mustUniq mustWithout must_date_modify nindent nospace now omit osBase osClean osDir osExt osIsAbs pick pluck plural prepend push
            quote randAlpha randAlphaNum randAscii randBytes randInt randNumeric regexFind regexFindAll regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral regexSplit
            repeat replace required rest reverse round seq set sha1sum sha256sum sha512sum shuffle slice snakecase sortAlpha split splitList splitn squote sub subf substr swapcase
            ternary title toDate toDecimal toString toStrings tpl trim trimAll trimPrefix trimSuffix trimall trunc tuple typeIs typeIsLike typeOf uniq unixEpoch unset until untilStep
            untitle upper urlJoin urlParse uuidv4 values without wrap wrapWith
            """;
        Assert.All(names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), name => Assert.True(FunctionTable.All.ContainsKey(name), name));
    }

    [Theory]
    [InlineData("{{ randAlphaNum 20 }}")]
    [InlineData("{{ uuidv4 }}")]
    [InlineData("{{ randBytes 9 }}")]
    [InlineData("{{ bcrypt \"secret\" }}")]
    [InlineData("{{ htpasswd \"me\" \"secret\" }}")]
    [InlineData("{{ encryptAES \"key\" \"text\" }}")]
    [InlineData("{{ (genCA \"name\" 30).Cert }}")]
    [InlineData("{{ genPrivateKey \"ecdsa\" }}")]
    public void What_is_random_elsewhere_is_the_same_each_time_but_not_twice(string expression)
    {
        var once = Probe.Run(expression);
        Assert.Equal(once, Probe.Run(expression));
        Assert.NotEqual(once + once, Probe.Run(expression + expression));
        Assert.Contains(Probe.Render(expression).Origins(), origin => origin is ComputedProvenance computed && expression.Contains(computed.Function, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{ (genCA \"my-ca\" 365).Cert }}", "CN=my-ca", "CN=my-ca")]
    [InlineData("{{ (genSelfSignedCert \"me\" (list \"10.0.0.1\") (list \"a.example\") 36500).Cert }}", "CN=me", "CN=me")]
    [InlineData("{{ (genSignedCert \"leaf\" nil (list \"a.example\") 10 (genCA \"root\" 20)).Cert }}", "CN=leaf", "CN=root")]
    public void A_certificate_can_be_read_and_says_what_was_asked_for(string expression, string subject, string issuer)
    {
        using var certificate = X509Certificate2.CreateFromPem(Probe.Run(expression));
        Assert.Equal(subject, certificate.Subject);
        Assert.Equal(issuer, certificate.Issuer);
        Assert.Equal(TemplateProbe.Today, DateOnly.FromDateTime(certificate.NotBefore.ToUniversalTime()));
    }

    [Theory]
    [InlineData("rsa", "RSA PRIVATE KEY")]
    [InlineData("dsa", "DSA PRIVATE KEY")]
    [InlineData("ecdsa", "EC PRIVATE KEY")]
    [InlineData("ed25519", "PRIVATE KEY")]
    public void A_private_key_has_the_form_of_its_kind(string kind, string label)
    {
        var key = Probe.Run($"{{{{ genPrivateKey \"{kind}\" }}}}");
        Assert.True(PemEncoding.TryFind(key, out var fields));
        Assert.Equal(label, key[fields.Label]);
    }

    [Fact]
    public void Now_is_the_midnight_that_began_the_day_of_the_scan() => Assert.Equal("2026-10-01T00:00:00Z", Probe.Run("{{ now | date \"2006-01-02T15:04:05Z07:00\" }}"));

    /// <summary>The vectors of RFC 7914.</summary>
    [Theory]
    [InlineData("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    public void Keys_are_derived_as_the_standard_says(string password, string salt, int cost, int blockSize, int parallelism, string key) =>
        Assert.Equal(key, Convert.ToHexStringLower(Scrypt.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), cost, blockSize, parallelism, 64)));

    [Theory]
    [InlineData("{{ repeat 1000000000 \"abc\" }}")]
    [InlineData("{{ repeat 9223372036854775807 \"abc\" }}")]
    [InlineData("{{ indent 9223372036854775807 \"a\" }}")]
    [InlineData("{{ indent 400000000 \"a\\nb\" }}")]
    [InlineData("{{ until 9223372036854775807 }}")]
    [InlineData("{{ untilStep 0 9223372036854775807 1 }}")]
    [InlineData("{{ seq 9223372036854775806 }}")]
    [InlineData("{{ randAlphaNum 9223372036854775807 }}")]
    [InlineData("{{ randBytes 9223372036854775807 }}")]
    [InlineData("{{ $s := repeat 200000 \"a\" }}{{ $r := replace \"\" $s $s }}")]
    [InlineData("{{ $s := repeat 100000 \"a\" }}{{ $r := regexReplaceAll \"a\" $s (repeat 10000 \"$0\") }}")]
    [InlineData("{{ regexMatch \"((((a{30}){30}){30}){30})\" \"a\" }}{{ regexMatch (repeat 30000 \"a\") \"a\" }}")]
    [InlineData("{{ $s := repeat 1000000 \"a\" }}{{ regexMatch \"(a?){500}b\" $s }}")]
    [InlineData("{{ $l := until 100000 }}{{ uniq $l }}")]
    [InlineData("{{ $l := until 1950000 }}{{ derivePassword 1 \"pin\" \"a\" \"b\" \"c\" }}")]
    [InlineData("{{ $l := list 1 2 3 }}{{ range until 40 }}{{ $l = list $l $l $l }}{{ end }}{{ $s := toString $l }}")]
    [InlineData("{{ $l := list 1 2 3 }}{{ range until 40 }}{{ $l = list $l $l $l }}{{ end }}{{ $s := deepCopy $l }}")]
    [InlineData("{{ $s := repeat 1000000 \"ab\" }}{{ $r := join $s (until 100000) }}")]
    [InlineData("{{ $s := repeat 2000000 \"a\" }}{{ contains (print (repeat 1000000 \"a\") \"b\") $s }}")]
    [InlineData("{{ $s := repeat 2000000 \"a\" }}{{ trimAll (print (repeat 1000000 \"b\") \"a\") $s }}")]
    [InlineData("{{ regexReplaceAll (repeat 4000 \"(a)\") \"a\" \"$4000\" }}")]
    public void What_would_never_end_or_fit_ends_the_rendering(string expression) => Assert.Throws<BudgetException>(() => Probe.Run(expression));

    [Theory]
    [InlineData("{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ deepCopy $d }}")]
    [InlineData("{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ $e := dict }}{{ $_ := set $e \"self\" $e }}{{ merge $d $e }}")]
    [InlineData("{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ $e := dict }}{{ $_ := set $e \"self\" $e }}{{ deepEqual $d $e }}")]
    [InlineData("{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ quote $d }}")]
    [InlineData("{{ regexFind (printf \"%s%s\" (repeat 2000 \"(\") (repeat 2000 \")\")) \"a\" }}")]
    public void What_holds_itself_is_an_error(string expression) => Assert.Throws<ExecutionException>(() => Probe.Run(expression));

    [Fact]
    public void Time_grows_with_the_text_and_not_with_the_ways_to_match_it() =>
        Assert.Equal("false", Probe.Run("{{ regexMatch \"^(a+)+$\" (print (repeat 20000 \"a\") \"b\") }}"));
}
