using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Docker;

public sealed class PackageManagerTests
{
    [Theory]
    [InlineData("apt-get -y install curl", "apt Install: curl")]
    [InlineData("/usr/bin/apt-get install -yqqt unstable -o A::B=c curl=1", "apt Install: curl=1")]
    [InlineData("apt-get update -qq", "apt Refresh:")]
    [InlineData("apk add --virtual .deps gcc -X http://r musl-dev", "apk Install: gcc musl-dev")]
    [InlineData("yum -y -q install a --enablerepo r b", "yum Install: a b")]
    [InlineData("dnf module install nodejs:22", "yum Install: nodejs:22")]
    [InlineData("microdnf clean all", "yum Clean: all")]
    [InlineData("zypper -n in -r repo vim", "zypper Install: vim")]
    [InlineData("python3 -m pip install -r r.txt requests", "pip Install: requests")]
    [InlineData("uv pip install --index-url http://i flask", "pip Install: flask")]
    [InlineData("pip3.11 install -e . x", "pip Install: x")]
    [InlineData("npm --prefix app install -g x", "npm Install: x")]
    [InlineData("yarn global add x", "yarn Install: x")]
    [InlineData("yarn cache clean", "yarn Clean:")]
    [InlineData("gem install bundler -v 2", "gem Install: bundler")]
    [InlineData("go install -ldflags '-s -w' a@v1", "go Install: a@v1")]
    [InlineData("dotnet tool install --global dotnet-ef", "dotnet Install: dotnet-ef")]
    [InlineData("dotnet add src/a.csproj package X", "dotnet Install: X")]
    [InlineData("dotnet build --no-restore", "dotnet Other:")]
    [InlineData("cargo install --features a ripgrep", "cargo Install: ripgrep")]
    [InlineData("composer global require a/b", "composer Install: a/b")]
    [InlineData("conda install -n base -c conda-forge numpy", "conda Install: numpy")]
    [InlineData("echo apt-get install x", null)]
    public void What_a_package_manager_does_is_read(string script, string? expected)
    {
        var read = PackageManager.Read(Command(script));
        Assert.Equal(expected, read is null ? null : $"{read.Manager.Name} {read.Action}: {string.Join(' ', read.Operands)}".TrimEnd());
    }

    [Theory]
    [InlineData("apt-get install x", false)]
    [InlineData("apt-get install -y x", true)]
    [InlineData("apt-get -qqy install x", true)]
    [InlineData("apt-get install -q -q x", true)]
    [InlineData("apt-get install -q x", false)]
    [InlineData("apt-get install -oDebug::pkgPolicy=1 x", false)]
    [InlineData("apt-get install -o APT::Get::Assume-Yes=true x", true)]
    [InlineData("apt-get install --assume-yes x", true)]
    [InlineData("zypper -n in x", true)]
    [InlineData("dnf install x", false)]
    [InlineData("apk add x", true)]
    public void Answers_to_questions_are_seen_wherever_they_stand(string script, bool expected) => Assert.Equal(expected, PackageManager.Read(Command(script))!.AnswersYes);

    [Theory]
    [InlineData("apt-get install a=1", true)]
    [InlineData("apt-get install a/bookworm-backports", true)]
    [InlineData("apt-get install a", false)]
    [InlineData("apk add 'a~=1'", true)]
    [InlineData("dnf install a-1.2-3.el9", true)]
    [InlineData("pip install .[dev]", true)]
    [InlineData("pip install git+https://h/r@v1", true)]
    [InlineData("pip install a", false)]
    [InlineData("npm i @s/a", false)]
    [InlineData("npm i @s/a@1", true)]
    [InlineData("npm i a@latest", false)]
    [InlineData("go install a@latest", false)]
    public void A_version_is_seen_as_each_writes_it(string script, bool expected)
    {
        var read = PackageManager.Read(Command(script))!;
        Assert.Equal(expected, read.Manager.IsPinned(Assert.Single(read.Operands).Skeleton));
    }

    [Theory]
    [InlineData("apt-get", "rm -rf /var/lib/apt/lists/*", true)]
    [InlineData("apt-get", "rm -fr /var/lib/apt/lists", true)]
    [InlineData("apt-get", "rm -rf /tmp/* /var/lib/{apt,dpkg}/", true)]
    [InlineData("apt-get", "find /var/lib/apt/lists -type f -delete", true)]
    [InlineData("apt-get", "apt-get dist-clean", true)]
    [InlineData("apt-get", "apt-get clean", false)]
    [InlineData("apt-get", "rm -rf /var/lib", true)]
    [InlineData("apt-get", "rm -rf /tmp/*", false)]
    [InlineData("dnf", "yum clean all", true)]
    [InlineData("dnf", "apt-get clean", false)]
    [InlineData("apk", "rm -rf /var/cache/apk/*", true)]
    [InlineData("pip", "rm -rf ~/.cache/pip", true)]
    [InlineData("pip", "rm -rf /root/.cache", true)]
    [InlineData("yarn", "yarn cache clean", true)]
    public void A_cache_is_emptied_by_its_manager_or_by_hand(string manager, string script, bool expected) =>
        Assert.Equal(expected, PackageManager.All.Single(item => item.Commands.Contains(manager)).IsCleaned(Command(script)));

    static ShellCommand Command(string script)
    {
        var read = ShellParser.Parse(MappedText.Of(new("run.sh", script), new(0, script.Length)), _ => null);
        Assert.Null(read.Problem);
        return Assert.Single(read.Commands);
    }
}
