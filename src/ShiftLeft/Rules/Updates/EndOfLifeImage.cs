using ShiftLeft.Images;
using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Updates;

/// <summary>A container's image that gets no security fixes any more.</summary>
sealed class EndOfLifeImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL3103", "end-of-life-image", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A container runs a release that is no longer supported",
        Why = "After the end of support no security fix reaches it, however often the pod is restarted.",
        Fix = "Move to a supported release, such as the one that the message names.",
        References = ["https://endoflife.date/"],
        Cwe = [1104],
        SecuritySeverity = 7.0,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: orders-db
            spec:
              template:
                spec:
                  containers:
                    - name: postgres
                      image: [|postgres:12.4|]

            """,
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: nightly-report
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: OnFailure
                      containers:
                        - name: report
                          image: [|python:3.8-slim|]
                          command: ["python", "/scripts/report.py"]

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: orders-db
            spec:
              template:
                spec:
                  containers:
                    - name: postgres
                      image: postgres:17.5

            """,
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: nightly-report
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: OnFailure
                      containers:
                        - name: report
                          image: python:3.13-slim
                          command: ["python", "/scripts/report.py"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        where container.Image is not null
        let ended = EndOfLife.Of(container.Image!, settings.Today)
        where ended is not null
        select this.AtImage(container, container.Image!.Tag ?? container.Image!.ShortName, ended.Message);
}
