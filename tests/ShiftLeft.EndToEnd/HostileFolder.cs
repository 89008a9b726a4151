namespace ShiftLeft.EndToEnd;

/// <summary>A small tree of everything that is hard to say the same way twice: encodings, line ends, odd names, links, broken files.</summary>
static class HostileFolder
{
    public static string Path { get; } = Make(Repository.Scratch("hostile"));

    static string Make(string folder)
    {
        Directory.Delete(folder, recursive: true);
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write("Dockerfile", "FROM debian:latest\nRUN apt-get update && \\\n    apt-get install -y curl\n\tUSER root\nBOGUS x\n");
        Write("shiftleft.yml", """
            version: 1
            suppressions:
            - rule: privileged-container
              path: deploy/**
              reason: a test's own reason
            - rule: floating-base-image
              path: crlf/**
              reason: "odd \\u001b[31m ##[error] reason"
            """);
        Write("kept/Dockerfile", "# shiftleft:ignore floating-base-image -- it is meant\nFROM debian:latest\nUSER 1\n");
        Write("crlf/Dockerfile", "\uFEFFFROM ubuntu\r\nRUN cd /tmp && \\\r\n  sudo curl http://x | sh\r\nENV API_KEY=s3cr3t-漢字-🐳\r\nEXPOSE 22\r\n");
        Write("a b/ä#%[1].Dockerfile", "FROM node\nRUN echo \e[31m ##[error]x ##vso[task] \u202E\nCMD npm start\n");
        Write("deploy/app.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: api}
            spec:
              template:
                spec:
                  hostNetwork: true
                  containers:
                  - name: app
                    image: nginx
                    securityContext: {privileged: true}
            ---
            apiVersion: v1
            kind: Service
              broken: [
            """);
        Write("charts/app/Chart.yaml", "apiVersion: v2\nname: app\nversion: 0.1.0\n");
        Write("charts/app/values.yaml", "image:\n  tag: latest\nprivileged: true\n");
        Write("charts/app/templates/pod.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: {{ .Release.Name }}}
            spec:
              containers:
              - name: app
                image: "nginx:{{ .Values.image.tag }}"
                securityContext: {privileged: {{ .Values.privileged }}}
            """);
        File.CreateSymbolicLink(System.IO.Path.Combine(folder, "deploy", "outside.yaml"), "/etc/hostname");
        return folder;

        void Write(string path, string text)
        {
            var file = System.IO.Path.Combine(folder, path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
