using System.Collections.Immutable;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>The pod asks for a user other than root, and the image cannot prove that it has one.</summary>
sealed class RootImageUnderRunAsNonRoot : Rule<Workspace>
{
    const int MostRelated = 5;

    public override RuleInfo Info { get; } = new("SL2901", "root-image-under-run-as-non-root", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod demands a non-root user, and its image does not prove one",
        Why = "With `runAsNonRoot: true` the kubelet refuses to start an image that runs as root, and as well one whose user is a name: it cannot tell that `app` is not root. The container stays in `CreateContainerConfigError`.",
        Fix = "End the Dockerfile with a numeric user, such as `USER 10001`, or set `runAsUser` in the pod's `securityContext`.",
        References = ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
        Cwe = [250],
        Bad =
        [
            """
            === api/Dockerfile
            FROM [|debian:12|]
            COPY api /api
            CMD ["/api"]
            === deploy/api.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              template:
                spec:
                  securityContext:
                    runAsNonRoot: [1|true|]
                  containers:
                    - name: api
                      image: ghcr.io/acme/api:1.0

            """,
            """
            === shiftleft.yml
            version: 1
            images:
              repositories:
                ghcr.io/acme/shop: web/Dockerfile
            === web/Dockerfile
            FROM ghcr.io/acme/base:1
            COPY shop /shop
            USER [|app|]
            === deploy/shop.yaml
            apiVersion: v1
            kind: Pod
            metadata:
              name: shop
            spec:
              containers:
                - name: shop
                  image: ghcr.io/acme/shop:1.0
                  securityContext:
                    runAsNonRoot: [1|true|]

            """,
        ],
        Good =
        [
            """
            === api/Dockerfile
            FROM debian:12
            COPY api /api
            USER 10001
            CMD ["/api"]
            === deploy/api.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              template:
                spec:
                  securityContext:
                    runAsNonRoot: true
                  containers:
                    - name: api
                      image: ghcr.io/acme/api:1.0

            """,
            """
            === api/Dockerfile
            FROM debian:12
            COPY api /api
            CMD ["/api"]
            === deploy/api.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              template:
                spec:
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 10001
                  containers:
                    - name: api
                      image: ghcr.io/acme/api:1.0

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workspace workspace, Settings settings) =>
        from link in new ImageLinks(workspace, settings).All
        where link.Container.Effective("runAsNonRoot") is { IsTrue: true } && IsRefused(link)
        group link by link.Dockerfile.Path into links
        select Report([.. links]);

    /// <summary>On Windows the kubelet compares names, and only one is refused; else it wants a number above zero, and whoever names it may be the pod.</summary>
    static bool IsRefused(LinkedContainer link) => link.Stage.User is var user && (link.Container.Workload.IsWindows || link.Stage.IsWindows)
        ? user is { Instruction: not null, Name: { } name } && name.Equals(ImageUser.WindowsAdministrator, StringComparison.OrdinalIgnoreCase) && link.Container.EffectiveWindows("runAsUserName") is null
        : link.Container.Effective("runAsUser") is null && user is { Kind: ImageUserKind.Root } or { Kind: ImageUserKind.NonRoot, IsNumeric: false, Instruction: not null };

    Finding Report(ImmutableArray<LinkedContainer> links)
    {
        var (stage, user) = (links[0].Stage, links[0].Stage.User);
        var containers = links.Select(link => $"`{link.Container.Name}` of `{link.Container.Workload.Object.Subject}`").Distinct().ToList();
        var who = containers[0] + (containers.Count > 1 ? $" and {containers.Count - 1} more" : "");
        var why = user.Kind == ImageUserKind.Root ? $"the image runs as {(stage.IsWindows ? $"`{user.Name}`" : "root")}" : $"the kubelet cannot tell that the user `{user.Name}`, a name, is not root";
        return this.At(stage, user.Instruction?.User?.Location ?? stage.Anchor, $"container {who} has `runAsNonRoot: true` and will not start: {why}") with
        {
            Level = links.Max(link => link.Cap(Info.Level)),
            Related =
            [
                .. links.Select(link => new RelatedLocation(
                    link.Container.Workload.Object.Origin.Locate(link.Container.Effective("runAsNonRoot")!).Primary, $"`{link.Container.Workload.Object.Subject}` demands a user other than root"))
                    .Distinct().Take(MostRelated),
            ],
        };
    }
}
