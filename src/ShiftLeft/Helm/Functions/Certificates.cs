using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Rand;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.X509;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions that make keys and certificates. They have the form of real ones, but no key fits any of them.</summary>
static class Certificates
{
    static readonly Parameter CertificateType = Parameter.Named("sprig.certificate");

    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("genPrivateKey", [Parameter.String], null, PrivateKey),
        new("genCA", [Parameter.String, Parameter.Int], null, call => Certificate(call, 1, null)),
        new("genCAWithKey", [Parameter.String, Parameter.Int, Parameter.String], null, call => Certificate(call, 1, GivenKey(call, 2))),
        new("genSelfSignedCert", [Parameter.String, Parameter.List, Parameter.List, Parameter.Int], null, call => Certificate(call, 3, null)),
        new("genSelfSignedCertWithKey", [Parameter.String, Parameter.List, Parameter.List, Parameter.Int, Parameter.String], null, call => Certificate(call, 3, GivenKey(call, 4))),
        new("genSignedCert", [Parameter.String, Parameter.List, Parameter.List, Parameter.Int, CertificateType], null, call => Certificate(call, 3, null)),
        new("genSignedCertWithKey", [Parameter.String, Parameter.List, Parameter.List, Parameter.Int, CertificateType, Parameter.String], null, call => Certificate(call, 3, GivenKey(call, 5))),
        new("buildCustomCert", [Parameter.String, Parameter.String], null, Custom),
    ];

    /// <summary>What one of them costs of the budget.</summary>
    const long Cost = 5_000;

    static StringValue PrivateKey(FunctionCall call)
    {
        call.Budget.Step(Cost);
        var kind = call.String(0);
        var draw = Draw.Of(call, kind);
        return kind switch
        {
            "" or "rsa" => call.Opaque(PrivateKeyForm.Rsa(draw, 4096), call[0]),
            "dsa" => call.Opaque(PrivateKeyForm.Dsa(draw), call[0]),
            "ecdsa" => call.Opaque(PrivateKeyForm.Elliptic(draw), call[0]),
            "ed25519" => call.Opaque(PrivateKeyForm.Edwards(draw), call[0]),
            _ => call.Opaque("Unknown type " + kind, call[0]),
        };
    }

    /// <param name="call">The name first; addresses and host names behind it where there are any.</param>
    /// <param name="days">The place of the argument that says how long it is valid.</param>
    /// <param name="key">A key that was given.</param>
    static CertificateValue Certificate(FunctionCall call, int days, string? key)
    {
        call.Budget.Step(Cost);
        var draw = Draw.Of(call, call.String(0));
        var addresses = days == 3 ? Addresses(call.List(1)) : [];
        var hosts = days == 3 ? Hosts(call.List(2)) : [];
        call.Budget.Step(addresses.Count + hosts.Count);
        key ??= PrivateKeyForm.Rsa(draw, 2048);
        var issuer = call.Count > 4 && call[4] is CertificateValue { Subject: { } authority } ? authority : call.String(0);
        var certificate = CertificateForm.Write(draw, call.String(0), issuer, days == 1, addresses, hosts, call.Today, call.Integer(days));
        call.Budget.Write(certificate.Length + key.Length);
        return new(certificate, key, call.String(0), call.ComputedOfAll());
    }

    static string GivenKey(FunctionCall call, int index) => CheckedKey(call.String(index), out var error) ?? throw new FunctionException($"parsing private key: {error}");

    /// <summary>The key's own block, written anew; null with sprig's words where there is none.</summary>
    static string? CheckedKey(string text, out string? error)
    {
        error = null;
        if (!PemEncoding.TryFind(text, out var fields)) error = "no PEM data in input";
        else
        {
            var label = text[fields.Label];
            if (label != "PRIVATE KEY" && !label.EndsWith(" PRIVATE KEY", StringComparison.Ordinal)) error = $"no private key data in PEM block of type {label}";
            else if (label is not ("PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY" or "DSA PRIVATE KEY")) error = $"invalid private key type {label[..^" PRIVATE KEY".Length]}";
            else return PemText.Write(label, Convert.FromBase64String(text[fields.Base64Data]));
        }
        return null;
    }

    static List<IPAddress> Addresses(ListValue list)
    {
        var addresses = new List<IPAddress>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (item is not StringValue text) throw new FunctionException($"error parsing ip: {PlainFormat.Print(item)} is not a string");
            // Only four numbers or an IPv6 address without a zone are one for Go.
            var hasForm = text.Text.Contains(':', StringComparison.Ordinal) ? !text.Text.Contains('%', StringComparison.Ordinal) : text.Text.Count(c => c == '.') == 3;
            var isAddress = IPAddress.TryParse(text.Text, out var address) && hasForm;
            addresses.Add(isAddress ? address! : throw new FunctionException($"error parsing ip: {text.Text}"));
        }
        return addresses;
    }

    static List<string> Hosts(ListValue list)
    {
        var hosts = new List<string>(list.Items.Count);
        foreach (var item in list.Items) hosts.Add(item is StringValue text ? text.Text : throw new FunctionException($"error processing alternate dns name: {PlainFormat.Print(item)} is not a string"));
        return hosts;
    }

    static CertificateValue Custom(FunctionCall call)
    {
        var certificate = Encodings.DecodeBase64(call.String(0), out _) ?? throw new FunctionException("unable to decode base64 certificate");
        var key = Encodings.DecodeBase64(call.String(1), out _) ?? throw new FunctionException("unable to decode base64 private key");
        var text = GoString.Decode(certificate);
        if (!PemEncoding.TryFind(text, out var fields)) throw new FunctionException("unable to decode certificate");
        if (!IsSequence(Convert.FromBase64String(text[fields.Base64Data]))) throw new FunctionException("error parsing certificate: decodedCert.Bytes: x509: malformed certificate");
        if (CheckedKey(GoString.Decode(key), out var error) is null) throw new FunctionException($"error parsing private key: {error}");
        return new(text, GoString.Decode(key), null, call.ComputedOfAll());
    }

    static bool IsSequence(byte[] bytes) => AsnDecoder.TryReadEncodedValue(bytes, AsnEncodingRules.DER, out var tag, out _, out _, out var length) && tag == Asn1Tag.Sequence && length == bytes.Length;
}

/// <summary>A <c>sprig.certificate</c>.</summary>
/// <param name="certificate">As PEM.</param>
/// <param name="key">As PEM.</param>
/// <param name="subject">Its name; null for one that was given.</param>
/// <param name="from">Where it comes from.</param>
sealed class CertificateValue(string certificate, string key, string? subject, Provenance? from) : ObjectValue(from)
{
    public string? Subject { get; } = subject;
    public override string TypeName => "sprig.certificate";
    public override string Print() => $"{{{certificate} {key}}}";
    public override Value? Field(string name) => name switch { "Cert" => StringValue.Of(certificate, From), "Key" => StringValue.Of(key, From), _ => null };
    public override IEnumerable<KeyValuePair<string, Value>> Exported => [new("Cert", Field("Cert")!), new("Key", Field("Key")!)];
    public override Value WithFrom(Provenance? from) => new CertificateValue(certificate, key, Subject, from);
}
