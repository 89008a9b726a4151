using System.Formats.Asn1;
using System.Net;
using System.Text;
using ShiftLeft.Go.Rand;

namespace ShiftLeft.Go.X509;

/// <summary>Bytes between two lines that say what they are.</summary>
static class PemText
{
    public static string Write(string label, byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 4 / 3 + 100).Append("-----BEGIN ").Append(label).Append("-----\n");
        var letters = Convert.ToBase64String(bytes);
        for (var i = 0; i < letters.Length; i += 64) text.Append(letters, i, Math.Min(64, letters.Length - i)).Append('\n');
        return text.Append("-----END ").Append(label).Append("-----\n").ToString();
    }
}

/// <summary>Private keys as each kind is written, filled with drawn numbers.</summary>
static class PrivateKeyForm
{
    public static string Rsa(Draw draw, int bits) => Write("RSA PRIVATE KEY", writer =>
    {
        writer.WriteInteger(0);
        Number(writer, draw, bits / 8);
        writer.WriteInteger(65_537);
        Number(writer, draw, bits / 8);
        for (var i = 0; i < 5; i++) Number(writer, draw, bits / 16);
    });

    public static string Dsa(Draw draw) => Write("DSA PRIVATE KEY", writer =>
    {
        writer.WriteInteger(0);
        foreach (var length in (int[])[256, 32, 256, 256, 32]) Number(writer, draw, length);
    });

    public static string Elliptic(Draw draw) => Write("EC PRIVATE KEY", writer =>
    {
        writer.WriteInteger(1);
        writer.WriteOctetString(draw.Bytes(32));
        using (writer.PushSequence(new(TagClass.ContextSpecific, 0))) writer.WriteObjectIdentifier("1.2.840.10045.3.1.7");
        using (writer.PushSequence(new(TagClass.ContextSpecific, 1))) writer.WriteBitString([4, .. draw.Bytes(64)]);
    });

    public static string Edwards(Draw draw) => Write("PRIVATE KEY", writer =>
    {
        writer.WriteInteger(0);
        using (writer.PushSequence()) writer.WriteObjectIdentifier("1.3.101.112");
        using (writer.PushOctetString()) writer.WriteOctetString(draw.Bytes(32));
    });

    /// <summary>An odd number of full length.</summary>
    public static void Number(AsnWriter writer, Draw draw, int length)
    {
        var bytes = draw.Bytes(length);
        bytes[0] |= 0x80;
        bytes[^1] |= 1;
        writer.WriteIntegerUnsigned(bytes);
    }

    static string Write(string label, Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) content(writer);
        return PemText.Write(label, writer.Encode());
    }
}

/// <summary>A certificate that says what was asked for, with a drawn key and signature.</summary>
static class CertificateForm
{
    const string CommonName = "2.5.4.3";
    const string RsaWithSha256 = "1.2.840.113549.1.1.11";
    const string Rsa = "1.2.840.113549.1.1.1";

    public static string Write(Draw draw, string subject, string issuer, bool isAuthority, List<IPAddress> addresses, List<string> hosts, DateOnly today, long days)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) Content(writer, draw, subject, issuer, isAuthority, addresses, hosts, today, days);
            Algorithm(writer, RsaWithSha256);
            writer.WriteBitString(draw.Bytes(256));
        }
        return PemText.Write("CERTIFICATE", writer.Encode());
    }

    static void Content(AsnWriter writer, Draw draw, string subject, string issuer, bool isAuthority, List<IPAddress> addresses, List<string> hosts, DateOnly today, long days)
    {
        using (writer.PushSequence(new(TagClass.ContextSpecific, 0))) writer.WriteInteger(2);
        PrivateKeyForm.Number(writer, draw, 16);
        Algorithm(writer, RsaWithSha256);
        Name(writer, issuer);
        using (writer.PushSequence())
        {
            Day(writer, today);
            Day(writer, DateOnly.FromDayNumber((int)Math.Clamp(today.DayNumber + Math.Clamp(days, -4_000_000, 4_000_000), 0, DateOnly.MaxValue.DayNumber)));
        }
        Name(writer, subject);
        using (writer.PushSequence())
        {
            Algorithm(writer, Rsa);
            var key = new AsnWriter(AsnEncodingRules.DER);
            using (key.PushSequence())
            {
                PrivateKeyForm.Number(key, draw, 256);
                key.WriteInteger(65_537);
            }
            writer.WriteBitString(key.Encode());
        }
        using (writer.PushSequence(new(TagClass.ContextSpecific, 3)))
        using (writer.PushSequence()) Extensions(writer, isAuthority, addresses, hosts);
    }

    static void Extensions(AsnWriter writer, bool isAuthority, List<IPAddress> addresses, List<string> hosts)
    {
        // Key usage: signatures and the exchange of keys, for an authority certificates too.
        Extension(writer, "2.5.29.15", true, inner => inner.WriteBitString([(byte)(isAuthority ? 0xA4 : 0xA0)], isAuthority ? 2 : 5));
        Extension(writer, "2.5.29.37", false, inner =>
        {
            using (inner.PushSequence())
            {
                inner.WriteObjectIdentifier("1.3.6.1.5.5.7.3.1");
                inner.WriteObjectIdentifier("1.3.6.1.5.5.7.3.2");
            }
        });
        Extension(writer, "2.5.29.19", true, inner =>
        {
            using (inner.PushSequence())
            {
                if (isAuthority) inner.WriteBoolean(true);
            }
        });
        if (addresses.Count + hosts.Count == 0) return;
        Extension(writer, "2.5.29.17", false, inner =>
        {
            using (inner.PushSequence())
            {
                foreach (var host in hosts) inner.WriteOctetString(Encoding.UTF8.GetBytes(host), new(TagClass.ContextSpecific, 2));
                foreach (var address in addresses) inner.WriteOctetString(address.GetAddressBytes(), new(TagClass.ContextSpecific, 7));
            }
        });
    }

    static void Extension(AsnWriter writer, string identifier, bool isCritical, Action<AsnWriter> content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (isCritical) writer.WriteBoolean(true);
            using (writer.PushOctetString()) content(writer);
        }
    }

    static void Algorithm(AsnWriter writer, string identifier)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            writer.WriteNull();
        }
    }

    static void Name(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CommonName);
            // A lone byte has no character string of its own.
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, string.Concat(name.EnumerateRunes()));
        }
    }

    static void Day(AsnWriter writer, DateOnly day)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        if (day.Year is >= 1950 and < 2050) writer.WriteUtcTime(midnight);
        else writer.WriteGeneralizedTime(midnight, omitFractionalSeconds: true);
    }
}
