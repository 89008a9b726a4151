#!/usr/bin/env bash
# usage: stand-ins.sh FOLDER SDK-IMAGE RUNTIME-IMAGE
# Makes images that stand in for .NET's where their registry is out of reach: Debian's userland with this machine's .NET.
# The first is like the SDK's image: a shell, git, the SDK. The second is like a chiseled runtime: libraries, certificates, the runtime,
# the user 1654, and neither shell nor tools.
set -euo pipefail
folder=$1 sdk_image=$2 runtime_image=$3
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
sdk=$folder/sdk runtime=$folder/runtime
rm -rf "$sdk" "$runtime"

debootstrap --variant=minbase --include=ca-certificates,git,libssl3,libstdc++6 "$suite" "$sdk" > "$folder/debootstrap.log"

mkdir -p "$runtime"/{etc/ssl/certs,home/app,tmp,usr/bin,usr/lib,usr/lib64,usr/share/dotnet/host}
ln -s usr/bin "$runtime/bin"; ln -s usr/lib "$runtime/lib"; ln -s usr/lib64 "$runtime/lib64"
chroot "$sdk" dpkg -L libc6 libgcc-s1 libssl3 libstdc++6 | grep -E '^(/usr)?/lib' | sed -E 's|^(/usr)?|usr|' |
    tar -C "$sdk" --no-recursion --verbatim-files-from -T - -c | tar -C "$runtime" -x
cp "$sdk/etc/ssl/certs/ca-certificates.crt" "$runtime/etc/ssl/certs/"
cp "$sdk/etc/os-release" "$runtime/etc/"
echo 'root:x:0:0:root:/root:/sbin/nologin
app:x:1654:1654::/home/app:/bin/false' > "$runtime/etc/passwd"
echo 'root:x:0:
app:x:1654:' > "$runtime/etc/group"
chown 1654:1654 "$runtime/home/app"; chmod 1777 "$runtime/tmp"
cp -a "$dotnet/dotnet" "$runtime/usr/share/dotnet/"
cp -a "$dotnet/host/fxr" "$runtime/usr/share/dotnet/host/"
mkdir "$runtime/usr/share/dotnet/shared"
cp -a "$dotnet/shared/Microsoft.NETCore.App" "$runtime/usr/share/dotnet/shared/"
ln -s /usr/share/dotnet/dotnet "$runtime/usr/bin/dotnet"

mkdir -p "$sdk/usr/share/dotnet"
cp -a "$dotnet"/. "$sdk/usr/share/dotnet/"
ln -s /usr/share/dotnet/dotnet "$sdk/usr/bin/dotnet"

tar -C "$sdk" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' -c . |
    podman import -c 'ENV DOTNET_NOLOGO=true' -c 'ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true' -c 'ENV DOTNET_GENERATE_ASPNET_CERTIFICATE=false' - "$sdk_image"
tar -C "$runtime" -c . |
    podman import -c 'ENV APP_UID=1654' -c 'ENV DOTNET_RUNNING_IN_CONTAINER=true' -c 'ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true' \
        -c 'USER 1654' -c 'ENTRYPOINT ["/usr/bin/dotnet"]' -c 'CMD ["--info"]' - "$runtime_image"
rm -rf "$sdk" "$runtime"
