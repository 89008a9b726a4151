using ShiftLeft.Files;
using ShiftLeft.Images;

namespace ShiftLeft.Tests.Images;

public sealed class EndOfLifeTests
{
    static readonly DateOnly Day = new(2026, 11, 28);

    [Theory]
    [InlineData("debian:10.13-slim", "Debian 10 has had no security fixes since 30 June 2024; use `debian:13-slim`")]
    [InlineData("debian:buster-20200422-slim", "Debian 10 has had no security fixes since 30 June 2024; use `debian:13-slim`")]
    [InlineData("python:3.9.2", "Python 3.9 has had no security fixes since 31 October 2025; use `python:3.14`")]
    [InlineData("golang:1.24", "Go 1.24 has had no security fixes since 10 February 2026; use `golang:1.27`")]
    [InlineData("golang:1.25-alpine", "Go 1.25 has had no security fixes since 19 August 2026; use `golang:1.27-alpine`")]
    [InlineData("node:22-alpine3.16", "Alpine Linux 3.16 has had no security fixes since 23 May 2024; use `node:22-alpine`")]
    [InlineData("node:16-buster-slim", "Node.js 16 has had no security fixes since 11 September 2023, and Debian 10 has had no security fixes since 30 June 2024; use `node:26-slim`")]
    [InlineData("node:lts-hydrogen", "Node.js 18 has had no security fixes since 30 April 2025; use `node:26`")]
    [InlineData("node:0.12", "Node.js 0.12 gets no security fixes any more; use `node:26`")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0-jammy-chiseled", ".NET 6.0 has had no security fixes since 12 November 2024; use `mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled`")]
    [InlineData("mcr.microsoft.com/dotnet/core/sdk:3.1", ".NET 3.1 has had no security fixes since 13 December 2022; use `mcr.microsoft.com/dotnet/sdk:10.0`")]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0-alpine3.17", "Alpine Linux 3.17 has had no security fixes since 22 November 2024; use `mcr.microsoft.com/dotnet/sdk:10.0-alpine`")]
    [InlineData("ubuntu:focal-20240530", "Ubuntu 20.04 has had no security fixes since 31 May 2025; use `ubuntu:26.04`")]
    [InlineData("mirror.gcr.io/library/alpine:3.10", "Alpine Linux 3.10 has had no security fixes since 1 May 2021; use `mirror.gcr.io/library/alpine:3.24`")]
    [InlineData("public.ecr.aws/docker/library/node:14", "Node.js 14 has had no security fixes since 30 April 2023; use `public.ecr.aws/docker/library/node:26`")]
    [InlineData("buildpack-deps:bullseye-scm", "Debian 11 has had no security fixes since 31 August 2026; use Debian 13 (trixie)")]
    [InlineData("eclipse-temurin:8u302-b08-jdk-focal", "Ubuntu 20.04 has had no security fixes since 31 May 2025; use `eclipse-temurin:8-jdk`")]
    [InlineData("php:7-fpm-alpine", "PHP 7 has had no security fixes since 28 November 2022; use `php:8.5-fpm-alpine`")]
    [InlineData("wordpress:6.2-php8.0-apache", "PHP 8.0 has had no security fixes since 26 November 2023; use a tag of PHP 8.5")]
    [InlineData("mysql:5.6", "MySQL 5.6 has had no security fixes since 28 February 2021; use `mysql:9.7`")]
    [InlineData("redis:4-alpine", "Redis 4 gets no security fixes any more; use `redis:8.10-alpine`")]
    [InlineData("elasticsearch:8.5.0", "Elasticsearch 8.5.0 gets no security fixes any more; use Elasticsearch 9.5")]
    [InlineData("rust:1.70-slim-buster", "Debian 10 has had no security fixes since 30 June 2024; use a tag of Debian 13 (trixie)")]
    [InlineData("amazonlinux:1", "Amazon Linux 2018.03 has had no security fixes since 31 December 2023; use `amazonlinux:2023`")]
    [InlineData("registry.access.redhat.com/ubi7/ubi:7.9", "UBI 7 has had no security fixes since 30 June 2024; use UBI 10")]
    [InlineData("amazoncorretto:17-al2", "Amazon Linux 2 has had no security fixes since 30 June 2026; use `amazoncorretto:17-al2023`")]
    [InlineData("mcr.microsoft.com/windows/servercore:1909", "Windows Server Core 1909 has had no security fixes since 11 May 2021; use Windows Server Core 2025 (ltsc2025)")]
    [InlineData("golang:1.27-nanoserver-1903", "Nano Server 1903 has had no security fixes since 8 December 2020; use a tag of it on Nano Server 2025 (ltsc2025)")]
    [InlineData("quay.io/centos/centos:stream8", "CentOS Stream 8 has had no security fixes since 31 May 2024; use CentOS Stream 10 (stream10)")]
    [InlineData("nginx:1.25-alpine", "nginx 1.25 has had no security fixes since 29 May 2024; use `nginx:1.30-alpine`")]
    [InlineData("centos", "the image `centos` has had no new builds since 30 June 2024; use `almalinux:10`")]
    [InlineData("centos:8", "the image `centos` has had no new builds since 30 June 2024; use `almalinux:8`")]
    [InlineData("openjdk:11-jre-slim", "the image `openjdk` has had no new builds since July 2022; use `eclipse-temurin:11-jre`")]
    [InlineData("openjdk:8-jdk-alpine3.9", "the image `openjdk` has had no new builds since July 2022; use `eclipse-temurin:8-jdk-alpine`")]
    [InlineData("openjdk", "the image `openjdk` has had no new builds since July 2022; use `eclipse-temurin:25`")]
    [InlineData("bitnamilegacy/redis:7.0", "the image `bitnamilegacy/redis` has had no new builds since September 2025")]
    public void What_has_ended_is_told_with_what_to_use_instead(string image, string message) =>
        Assert.Equal(message, EndOfLife.Of(ImageReference.Parse(image)!, Day)?.Message);

    [Theory]
    [InlineData("python:3-slim")]
    [InlineData("debian:stable")]
    [InlineData("debian")]
    [InlineData("ghcr.io/acme/debian:10")]
    [InlineData("alpine:edge")]
    [InlineData("golang:1")]
    [InlineData("openjdk:27-ea-jdk")]
    [InlineData("bitnami/redis:latest")]
    [InlineData("mcr.microsoft.com/windows/nanoserver:1809")]
    [InlineData("eclipse-temurin:17-jre-alpine")]
    [InlineData("mongo:7")]
    [InlineData("public.ecr.aws/docker/library/acme/node:14")]
    public void A_tag_that_names_nothing_that_has_ended_says_nothing(string image) => Assert.Null(EndOfLife.Of(ImageReference.Parse(image)!, Day));

    [Theory]
    [InlineData(2026, 7, 1, "use `golang:1.26`")]
    [InlineData(2026, 8, 19, "use `golang:1.27`")]
    public void What_is_named_is_out_on_the_day(int year, int month, int day, string advice) =>
        Assert.EndsWith(advice, EndOfLife.Of(ImageReference.Parse("golang:1.24")!, new(year, month, day))!.Message, StringComparison.Ordinal);

    /// <summary>A message never names what it would tell of itself.</summary>
    [Fact]
    public void No_advice_names_what_has_ended()
    {
        foreach (var line in DataFile.Lines("images.tsv").Select(line => line.Split('\t')).Where(fields => fields[5] != "-"))
        {
            foreach (var release in line[5].Split('+').SelectMany(id => Releases.Of(id)!.All))
            {
                foreach (var day in (DateOnly[])[new(2024, 3, 1), new(2025, 6, 15), Day])
                {
                    var message = EndOfLife.Of(ImageReference.Parse($"{line[0].Split(':')[0]}:{release.Version}")!, day)?.Message;
                    if (message?.LastIndexOf("use `", StringComparison.Ordinal) is not (> 0 and var start)) continue;
                    var advised = message[(start + 5)..^1];
                    Assert.True(EndOfLife.Of(ImageReference.Parse(advised)!, day) is null, $"{day}: {message}");
                }
            }
        }
    }

    [Fact]
    public void Every_product_of_an_image_has_releases() =>
        Assert.All(DataFile.Lines("images.tsv").Select(line => line.Split('\t')).SelectMany(fields => fields[5].Split('+')).Where(id => id != "-").Distinct(), id => Assert.NotEmpty(Releases.Of(id)!.All));

    [Theory]
    [InlineData(360, 0)]
    [InlineData(370, 1)]
    public void That_the_data_is_older_than_a_year_is_told_once(int days, int findings)
    {
        var tree = new MemoryTree([KeyValuePair.Create("a/Dockerfile", "FROM debian:13\n"), KeyValuePair.Create("b/Dockerfile", "FROM node:24\nFROM alpine:3.23\n")]);
        var report = ShiftLeft.Scan.Run(new(tree, [""]) { Today = Releases.Date.AddDays(days) });
        Assert.Equal(findings, report.Findings.Count(finding => finding.Rule.Id == "SL0907"));
    }
}
