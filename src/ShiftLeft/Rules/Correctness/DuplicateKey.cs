using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A key that is given twice in a mapping.</summary>
sealed class DuplicateKey : Rule<ManifestFile>
{
    public override RuleInfo Info { get; } = new("SL8111", "duplicate-key", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A key is given twice in one mapping",
        Why = "One of the two is dropped without a word, or the file is refused, depending on the tool: a `securityContext` above may be gone.",
        Fix = "Merge the two, or remove one.",
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      securityContext:
                        runAsNonRoot: true
                        allowPrivilegeEscalation: false
                      ports:
                        - containerPort: 8080
                      [|securityContext|]:
                        readOnlyRootFilesystem: true

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      securityContext:
                        runAsNonRoot: true
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                      ports:
                        - containerPort: 8080
                    - name: proxy
                      image: ghcr.io/acme/proxy:2.1
                      securityContext:
                        runAsNonRoot: true
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true

            """,
        ],
    };

    public override IEnumerable<Finding> Check(ManifestFile file, Settings settings) =>
        from key in file.RepeatedKeys
        let places = file.Origin.Locate(key)
        select At(places.Primary, YamlFile.RepetitionOf(key)) with { Related = places.Related, ValuesKey = places.ValuesKey };
}
