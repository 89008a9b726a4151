using ShiftLeft.Rules.Secrets;

namespace ShiftLeft.Tests.Rules;

/// <summary>Every form of a token that is known: found under a name that promises nothing, in every input, and not where the manuals show it.</summary>
public sealed class TokenShapesTests
{
    /// <summary>What the issuers make, in the notation of tests/secrets.</summary>
    public static TheoryData<string, string> Tokens => new()
    {
        { "AKIA{base32:16}", "an AWS access key" },
        { "ASIA{base32:16}", "an AWS temporary access key" },
        { "ABSK{base64:128}", "an Amazon Bedrock API key" },
        { "amzn.mws.{uuid}", "an Amazon Marketplace token" },
        { "LTAI{alnum:20}", "an Alibaba Cloud access key" },
        { "AIza{base64url:35}", "a Google API key" },
        { "GOCSPX-{base64url:28}", "a Google OAuth client secret" },
        { "ya29.{base64url:120}", "a Google OAuth access token" },
        { "AccountKey={base64:86}==", "an Azure storage key" },
        { "SharedAccessKey={base64:43}=", "an Azure shared access key" },
        { "{alnum:3}8Q~{alnum:34}", "an Azure client secret" },
        { "dop_v1_{hex:64}", "a DigitalOcean personal access token" },
        { "doo_v1_{hex:64}", "a DigitalOcean OAuth token" },
        { "dor_v1_{hex:64}", "a DigitalOcean refresh token" },
        { "HRKU-AA{base64url:58}", "a Heroku API key" },
        { "fo1_{base64url:43}", "a Fly.io access token" },
        { "fm2_{base64:140}", "a Fly.io access token" },
        { "v1.0-{hex:24}-{hex:146}", "a Cloudflare origin CA key" },
        { "sha256~{base64url:43}", "an OpenShift token" },
        { "nfp_{alnum:36}", "a Netlify access token" },
        { "tskey-auth-{alnum:12}CNTRL-{alnum:32}", "a Tailscale key" },
        { "ghp_{alnum:36}", "a GitHub personal access token" },
        { "gho_{alnum:36}", "a GitHub OAuth token" },
        { "ghu_{alnum:36}", "a GitHub user token" },
        { "ghs_{alnum:36}", "a GitHub server token" },
        { "ghr_{alnum:36}", "a GitHub refresh token" },
        { "github_pat_{alnum:22}_{alnum:59}", "a GitHub fine-grained token" },
        { "glpat-{base64url:20}", "a GitLab personal access token" },
        { "glpat-{base64url:27}.01.{loweralnum:9}", "a GitLab personal access token" },
        { "gldt-{base64url:20}", "a GitLab deploy token" },
        { "glrt-{base64url:20}", "a GitLab runner token" },
        { "GR1348941{base64url:20}", "a GitLab runner registration token" },
        { "glptt-{hex:40}", "a GitLab pipeline trigger token" },
        { "glft-{base64url:20}", "a GitLab feed token" },
        { "glimt-{base64url:25}", "a GitLab incoming mail token" },
        { "glagent-{base64url:50}", "a GitLab agent token" },
        { "glsoat-{base64url:20}", "a GitLab SCIM token" },
        { "gloas-{base64url:64}", "a GitLab OAuth application secret" },
        { "glcbt-{alnum:2}_{base64url:20}", "a GitLab job token" },
        { "ATATT3xFfGF0{base64url:171}={HEX:8}", "an Atlassian API token" },
        { "ATBB{alnum:32}", "a Bitbucket app password" },
        { "CCIPAT_{alnum:22}_{hex:40}", "a CircleCI personal access token" },
        { "bkua_{hex:40}", "a Buildkite access token" },
        { "squ_{hex:40}", "a SonarQube user token" },
        { "API-{upperalnum:26}", "an Octopus Deploy API key" },
        { "pat.{base64url:22}.{alnum:24}.{alnum:20}", "a Harness access token" },
        { "PMAK-{hex:24}-{hex:34}", "a Postman API key" },
        { "pnu_{alnum:36}", "a Prefect API key" },
        { "npm_{alnum:36}", "an npm access token" },
        { "pypi-AgEIcHlwaS5vcmc{base64url:120}", "a PyPI token" },
        { "rubygems_{hex:48}", "a RubyGems API key" },
        { "cio{alnum:32}", "a crates.io token" },
        { "oy2{loweralnum:43}", "a NuGet API key" },
        { "dckr_pat_{base64url:27}", "a Docker Hub access token" },
        { "CLOJARS_{hex:60}", "a Clojars deploy token" },
        { "AKCp{alnum:69}", "an Artifactory API key" },
        { "cmVmdG{alnum:58}", "an Artifactory reference token" },
        { "hvs.{base64url:92}", "a Vault service token" },
        { "hvb.{base64url:160}", "a Vault batch token" },
        { "s.{alnum:24}", "a Vault token" },
        { "{alnum:14}.atlasv1.{alnum:67}", "a Terraform Cloud token" },
        { "pul-{hex:40}", "a Pulumi access token" },
        { "dp.pt.{alnum:43}", "a Doppler personal token" },
        { "dp.st.prod.{alnum:43}", "a Doppler service token" },
        { "ops_eyJ{base64:300}", "a 1Password service account token" },
        { "A3-{upperalnum:6}-{upperalnum:11}-{upperalnum:5}-{upperalnum:5}-{upperalnum:5}", "a 1Password secret key" },
        { "AGE-SECRET-KEY-1{bech32:58}", "an age secret key" },
        { "xoxb-{digit:12}-{digit:12}-{alnum:24}", "a Slack bot token" },
        { "xoxp-{digit:12}-{digit:12}-{digit:12}-{hex:32}", "a Slack user token" },
        { "xapp-1-A{upperalnum:10}-{digit:13}-{hex:64}", "a Slack app-level token" },
        { "https://hooks.slack.com/services/T{upperalnum:8}/B{upperalnum:10}/{alnum:24}", "the address of a Slack webhook" },
        { "https://discord.com/api/webhooks/{digit:18}/{base64url:68}", "the address of a Discord webhook" },
        { "https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}", "the address of a Teams webhook" },
        { "{digit:10}:AA{base64url:33}", "a Telegram bot token" },
        { "EAAC{alnum:120}", "a Facebook access token" },
        { "SG.{base64url:22}.{base64url:43}", "a SendGrid API key" },
        { "xkeysib-{hex:64}-{alnum:16}", "a Brevo API key" },
        { "key-{hex:32}", "a Mailgun API key" },
        { "{hex:32}-us14", "a Mailchimp API key" },
        { "SK{hex:32}", "a Twilio API key" },
        { "sk_live_{alnum:24}", "a Stripe secret key" },
        { "rk_live_{alnum:24}", "a Stripe restricted key" },
        { "sk_test_{alnum:24}", "a Stripe test key" },
        { "whsec_{alnum:32}", "a webhook's signing secret" },
        { "sq0atp-{base64url:22}", "a Square access token" },
        { "access_token$production${alnum:16}{hex:32}", "a PayPal access token" },
        { "shpat_{hex:32}", "a Shopify access token" },
        { "shpss_{hex:32}", "a Shopify shared secret" },
        { "sk-proj-{base64url:74}T3BlbkFJ{base64url:74}", "an OpenAI API key" },
        { "sk-{alnum:20}T3BlbkFJ{alnum:20}", "an API key of a language model" },
        { "sk-ant-api03-{base64url:93}AA", "an Anthropic API key" },
        { "hf_{alpha:34}", "a Hugging Face token" },
        { "r8_{alnum:37}", "a Replicate API token" },
        { "gsk_{alnum:52}", "a Groq API key" },
        { "pplx-{alnum:48}", "a Perplexity API key" },
        { "lsv2_pt_{hex:32}_{hex:10}", "a LangSmith personal key" },
        { "dapi{hex:32}", "a Databricks access token" },
        { "NRAK-{upperalnum:27}", "a New Relic user key" },
        { "{hex:36}NRAL", "a New Relic license key" },
        { "sntrys_eyJpYXQiO{base64:120}_{base64:43}", "a Sentry organization token" },
        { "sntryu_{hex:64}", "a Sentry user token" },
        { "glsa_{alnum:32}_{hex:8}", "a Grafana service account token" },
        { "glc_{base64:80}", "a Grafana Cloud token" },
        { "dt0c01.{upperalnum:24}.{upperalnum:64}", "a Dynatrace API token" },
        { "lin_api_{alnum:40}", "a Linear API key" },
        { "ntn_{digit:11}{alnum:35}", "a Notion token" },
        { "pat{alnum:14}.{hex:64}", "an Airtable access token" },
        { "figd_{base64url:40}", "a Figma access token" },
        { "pscale_tkn_{base64url:43}", "a PlanetScale token" },
        { "sbp_{hex:40}", "a Supabase access token" },
        { "{alnum:6}_{alnum:29}_mmk", "a MaxMind license key" },
        { "{jwt:{\"alg\":\"HS256\",\"typ\":\"JWT\"}}.{jwt:{\"sub\":\"svc-orders\",\"exp\":1893456000}}.{base64url:43}", "a signed JSON web token" },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_is_known_by_its_form(string notation, string what)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var token = LabelledString.Fill(notation, new(seed));
            foreach (var text in (string[])[token, $"VALUE={token}\n", $"{{\"value\": \"{token}\"}}", $"a: '{token}' # b", $"curl -H \"X: {token}\" https://example.com", $"<a>{token}</a>"])
            {
                var secret = Assert.Single(Credentials.Find(text));
                Assert.Equal(what, secret.What);
                Assert.True(secret.Span.Length >= token.Length - 14, $"{text.Substring(secret.Span.Start, secret.Span.Length)} of {token}");
            }
        }
    }

    /// <summary>The same letters where they are no token: behind other letters, too short, or as the manuals write them.</summary>
    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_sample_is_left_alone(string notation, string what)
    {
        Assert.NotEmpty(what);
        var repeated = System.Text.RegularExpressions.Regex.Replace(notation.Replace("{uuid}", "{x:36}", StringComparison.Ordinal), @"\{\w+:(\d+)\}", match => new string('x', int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        if (!notation.Contains("{jwt", StringComparison.Ordinal)) Assert.Empty(Credentials.Find(repeated));
        var cut = LabelledString.Fill(notation, new(1));
        Assert.Empty(Credentials.Find(cut[..Math.Min(cut.Length, 12)]));
    }

    [Theory]
    [InlineData("ghp_", 30)]
    [InlineData("npm_", 30)]
    public void The_checksum_says_that_a_body_is_a_token_though_it_looks_like_a_sample(string prefix, int length)
    {
        const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var body = new string('a', length - 4) + "7Kq2";
        var sum = TokenChecksum.Crc32(body);
        var check = new char[6];
        for (var i = 5; i >= 0; i--, sum /= 62) check[i] = Base62[(int)(sum % 62)];
        Assert.Single(Credentials.Find(prefix + body + new string(check)));
        Assert.Empty(Credentials.Find(prefix + body + "aaaaaa"));
    }

    [Fact]
    public void The_checksum_is_CRC_32() => Assert.Equal(0xCBF4_3926u, TokenChecksum.Crc32("123456789"));
}
