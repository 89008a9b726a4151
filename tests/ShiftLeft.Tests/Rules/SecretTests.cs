using ShiftLeft.Rules.Secrets;

namespace ShiftLeft.Tests.Rules;

public sealed class SecretTests
{
    [Theory]
    [InlineData("DB_PASSWORD")]
    [InlineData("apiKey")]
    [InlineData("API_KEY")]
    [InlineData("Jwt__SigningKey")]
    [InlineData("clientSecret")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("PGPASSWORD")]
    [InlineData("token")]
    public void A_name_promises_a_secret(string name) => Assert.True(SecretName.IsSecret(name));

    [Theory]
    [InlineData("TOKEN_URL")]
    [InlineData("PASSWORD_FILE")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("PUBLIC_KEY")]
    [InlineData("GPG_KEY")]
    [InlineData("AUTH_MODE")]
    [InlineData("KEY_DIR")]
    [InlineData("PARTITION_KEY")]
    [InlineData("username")]
    [InlineData("tokenExpirySeconds")]
    [InlineData("SECRET_NAME")]
    [InlineData("MONKEY")]
    public void A_name_does_not(string name) => Assert.False(SecretName.IsSecret(name));

    [Theory]
    [InlineData("hunter2")]
    [InlineData("postgres://app:s3cr3t@db/orders")]
    [InlineData("P@ssw0rd!")]
    public void A_value_can_be_one(string value) => Assert.True(SecretValue.CanBeSecret(value));

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
    public void A_value_cannot(string value) => Assert.False(SecretValue.CanBeSecret(value));

    [Theory]
    [InlineData("key=AKIA2E0A8F3B244C9986 x", "AKIA2E0A8F3B244C9986")]
    [InlineData("git clone https://bob:hunter2@example.com/r", "bob:hunter2")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMII", "-----BEGIN RSA PRIVATE KEY-----")]
    public void A_credential_gives_itself_away(string text, string expected)
    {
        var (span, _) = Assert.Single(SecretValue.FindLiterals(text));
        Assert.Equal(expected, text.Substring(span.Start, span.Length));
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("https://user:${PASSWORD}@example.com")]
    [InlineData("https://example.com/a:b@c")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("npm_config_cache")]
    public void A_text_without_a_credential_is_left_alone(string text) => Assert.Empty(SecretValue.FindLiterals(text));
}
