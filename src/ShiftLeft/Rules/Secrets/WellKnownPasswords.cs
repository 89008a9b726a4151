using System.Collections.Frozen;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Passwords that are tried first: the defaults of programs and the words that people take when none is asked of them. They open what they stand for, and hide nothing.</summary>
static class WellKnownPasswords
{
    public static bool Contains(string text) => All.Contains(text);

    static readonly FrozenSet<string> All = FrozenSet.ToFrozenSet(
    [
        "admin", "admin1", "admin12", "admin123", "admin1234", "admin12345", "admin@123", "administrator", "adminadmin", "adminpass", "adminpassword", "superadmin", "sysadmin",
        "password", "password1", "password12", "password123", "password1234", "password!", "password1!", "passw0rd", "p@ssw0rd", "p@ssword", "p@55w0rd", "pa$$w0rd", "pa$$word", "pass", "pass1", "pass123", "pass1234", "passwd",
        "pwd", "pw", "mypassword", "mypass", "mypasswd", "mysecretpassword", "my-secret-pw", "my_secret_pw", "my-secret-password", "userpassword", "userpass", "dbpassword", "dbpass", "db_password_123", "rootpassword", "rootpass",
        "testpassword", "testpass", "defaultpassword", "simplepassword", "strongpassword", "verysecurepassword", "securepassword", "secretpassword",
        "postgres", "postgres123", "postgresql", "pgpassword", "pgpass", "mysql", "mariadb", "mongo", "mongodb", "mongoadmin", "redis", "rabbitmq", "rabbit", "elastic", "elasticsearch", "kibana", "kibana_system",
        "cassandra", "neo4j", "couchdb", "influxdb", "oracle", "sa", "sybase", "db2inst1", "clickhouse", "cockroach", "hive", "keycloak", "grafana", "jenkins", "sonar", "sonarqube", "nexus", "artifactory", "gitea",
        "gitlab", "wordpress", "drupal", "joomla", "magento", "odoo", "nextcloud", "owncloud", "moodle", "ghost", "matomo", "zabbix", "nagios", "airflow", "superset", "minio", "minio123", "minioadmin", "minio-secret",
        "activemq", "artemis", "kafka", "zookeeper", "tomcat", "wildfly", "jboss", "weblogic", "glassfish", "changeit", "storepass", "keypass", "keystore", "truststore",
        "root", "root1", "root123", "root1234", "toor", "rootroot", "superuser", "secret", "secret1", "secret123", "secrets", "secretkey", "secret-key", "secret_key", "mysecret", "mysecretkey", "my-secret", "my_secret", "my-secret-key", "topsecret",
        "top-secret", "supersecret", "super-secret", "super_secret", "supersecretpassword", "super-secret-password", "supersecretkey", "super-secret-key", "supersecrettoken", "verysecret", "very-secret", "very_secret", "verysecretkey",
        "verysecretpassword", "notsosecret", "shhh", "s3cr3t", "s3cret", "hush", "insecure", "unsafe", "guest", "guest123", "user", "user1", "user123", "username", "demo", "demo123", "demopass", "demopassword",
        "test", "test1", "test12", "test123", "test1234", "test12345", "test!", "testing", "testing123", "tester", "testtest", "dev", "devpass", "devpassword", "devsecret", "development", "developer", "local", "localdev", "default", "example",
        "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789", "123123", "123321", "654321", "111111", "1111", "0000", "00000000", "000000", "112233", "121212", "666666", "88888888", "987654321",
        "abc", "abc123", "abcd1234", "abcdef", "abcdefg", "abcd", "1q2w3e", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "qwer1234", "qwerty", "qwerty1", "qwerty123", "qwertyuiop", "qwertz", "asdf", "asdfgh", "asdf1234", "zxcvbn",
        "letmein", "letmein1", "welcome", "welcome1", "welcome123", "hello", "hello123", "iloveyou", "monkey", "dragon", "sunshine", "football", "master", "trustno1", "login", "access", "manager", "opensesame", "foobared",
        "foobar", "foobar123", "foo", "bar", "baz", "keyboard cat", "keyboardcat", "correct horse battery staple", "correcthorsebatterystaple", "vagrant", "docker", "ubuntu", "alpine", "raspberry", "pi", "vnc", "vncpassword", "ansible", "puppet",
        "calvin", "cisco", "ubnt", "system", "operator", "support", "service", "app", "application", "apppassword", "backup", "temp", "temp123", "temporary", "yourstrong(!)password", "yourstrong@passw0rd", "yourstrongpassw0rd",
        "jwtsecret", "jwt-secret", "jwt_secret", "myjwtsecret", "my-secret-token", "mysecrettoken", "secrettoken", "sharedsecret", "cookiesecret", "sessionsecret",
    ], StringComparer.OrdinalIgnoreCase);
}
