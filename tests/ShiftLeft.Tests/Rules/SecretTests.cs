using ShiftLeft.Rules.Secrets;

namespace ShiftLeft.Tests.Rules;

public sealed class SecretTests
{
    [Theory]
    [InlineData("DB_PASSWORD")]
    [InlineData("HOST_PASSWORD")]
    [InlineData("DB_PASSWORD_PROD")]
    [InlineData("password2")]
    [InlineData("apiKey")]
    [InlineData("API_KEY")]
    [InlineData("APIKey")]
    [InlineData("GEM_HOST_API_KEY")]
    [InlineData("Jwt__SigningKey")]
    [InlineData("clientSecret")]
    [InlineData("COOKIE_SECRET")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("PGPASSWORD")]
    [InlineData("DOCKER_PASS")]
    [InlineData("STRIPE_KEY")]
    [InlineData("ServiceBus__Key")]
    [InlineData("BUNDLE_GEMS__EXAMPLE__COM")]
    [InlineData("token")]
    public void A_name_promises_a_secret(string name) => Assert.Equal(Promise.Given, SecretName.Read(name).Promise);

    [Theory]
    [InlineData("LEDGER_KEY")]
    [InlineData("PROXY_AUTH")]
    public void A_name_may_promise_one(string name) => Assert.Equal(Promise.Maybe, SecretName.Read(name).Promise);

    [Theory]
    [InlineData("TOKEN_URL")]
    [InlineData("PASSWORD_FILE")]
    [InlineData("PASSWORD_HOST")]
    [InlineData("PASSWORD_HASHERS")]
    [InlineData("SECRET_BACKEND")]
    [InlineData("existing-secret")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("PUBLIC_KEY")]
    [InlineData("GPG_KEY")]
    [InlineData("AUTH_MODE")]
    [InlineData("KEY_DIR")]
    [InlineData("PARTITION_KEY")]
    [InlineData("username")]
    [InlineData("tokenExpirySeconds")]
    [InlineData("SECRET_NAME")]
    [InlineData("MAX_TOKENS")]
    [InlineData("MONKEY")]
    [InlineData("COMPASS")]
    public void A_name_does_not(string name) => Assert.True(SecretName.Read(name).Promise <= Promise.None);

    [Theory]
    [InlineData("hunter2", "Name")]
    [InlineData("orders-v1", "Name")]
    [InlineData("orders", "Words")]
    [InlineData("P@ssw0rd!9", "Irregular")]
    [InlineData("f9K2-xW7t-Lq41", "Irregular")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015", "Random")]
    [InlineData("admin", "WellKnown")]
    [InlineData("20394857", "Number")]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "Uuid")]
    public void A_value_has_a_form(string value, string kind) => Assert.Equal(kind, SecretValue.Read(value).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("$TOKEN")]
    [InlineData("${TOKEN}")]
    [InlineData("/run/secrets/db")]
    [InlineData("https://login.example.com/token")]
    [InlineData("true")]
    [InlineData("3600s")]
    [InlineData("<your-password>")]
    [InlineData("REPLACE_ME")]
    [InlineData("********")]
    [InlineData("os.environ['X']")]
    [InlineData("aes-256-gcm")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:1:secret:a")]
    public void A_value_is_harmless(string value) => Assert.Equal(ValueKind.Harmless, SecretValue.Read(value));

    [Theory]
    [InlineData("key=AKIA2E0A8F3B244C9986 x", "AKIA2E0A8F3B244C9986")]
    [InlineData("git clone https://bob:hunter2@example.com/r", "bob:hunter2")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMII", "-----BEGIN RSA PRIVATE KEY-----")]
    public void A_credential_gives_itself_away(string text, string expected)
    {
        var secret = Assert.Single(Credentials.Find(text));
        Assert.Equal(expected, text.Substring(secret.Span.Start, secret.Span.Length));
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("https://user:${PASSWORD}@example.com")]
    [InlineData("https://example.com/a:b@c")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("grep -q '-----BEGIN PRIVATE KEY-----' key.pem")]
    [InlineData("npm_config_cache")]
    public void A_text_without_a_credential_is_left_alone(string text) => Assert.Empty(Credentials.Find(text));
}
