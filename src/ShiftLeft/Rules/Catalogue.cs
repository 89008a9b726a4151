using System.Collections.Immutable;
using ShiftLeft.Rules.Correctness;
using ShiftLeft.Rules.NetworkSegmentation;
using ShiftLeft.Rules.Observability;
using ShiftLeft.Rules.RuntimeDefence;
using ShiftLeft.Rules.RuntimeHardening;
using ShiftLeft.Rules.Secrets;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Rules.TrustedImages;
using ShiftLeft.Rules.Updates;

namespace ShiftLeft.Rules;

/// <summary>The list of all rules, ordered by id.</summary>
static class Catalogue
{
    public static ImmutableArray<Rule> Rules { get; } =
    [
        new UnreadableManifest(),
        new UnrenderedChart(),
        new ChartNeedsValues(),
        new MissingDependency(),
        new UnreadableFile(),
        new InvalidPolicy(),
        new SuppressionWithoutReason(),
        new SuppressionOfUnknownRule(),
        new UnusedSuppression(),
        new ExpiredSuppression(),
        new OutdatedReleaseData(),
        new ForeignFile(),
        new RepairedBaselineEntry(),
        new InternalError(),
        new UnreadPart(),
        new UnclearExpiry(),
        new SettingWithoutEffect(),
        new FloatingBaseImage(),
        new UntrustedBaseImage(),
        new UnpinnedBaseImage(),
        new MalformedDigest(),
        new PipeToShell(),
        new DisabledVerification(),
        new UnverifiedDownload(),
        new RemoteAddWithoutChecksum(),
        new UnpinnedPackage(),
        new UnknownCopySource(),
        new FloatingImage(),
        new UntrustedImage(),
        new UnpinnedImage(),
        new RootUser(),
        new MissingUser(),
        new NamedUser(),
        new SudoInRun(),
        new UnsafeFileMode(),
        new RuntimeSocketVolume(),
        new InsecureRun(),
        new DebugMode(),
        new PasswordSetInBuild(),
        new PrivilegedContainer(),
        new HostNamespace(),
        new AddedCapability(),
        new CapabilitiesNotDropped(),
        new RunsAsRoot(),
        new PrivilegeEscalation(),
        new MissingResources(),
        new WritableRootFilesystem(),
        new HostPathVolume(),
        new RuntimeSocketMount(),
        new WildcardRole(),
        new ServiceAccountToken(),
        new ClusterAdminBinding(),
        new EscalatingRole(),
        new SecretReadingRole(),
        new UnsafeSysctl(),
        new UnmaskedProc(),
        new HostProcessContainer(),
        new RootImageUnderRunAsNonRoot(),
        new EndOfLifeBaseImage(),
        new IndexRefreshAlone(),
        new DistributionUpgrade(),
        new RemovedApi(),
        new RetiredRegistry(),
        new EndOfLifeImage(),
        new UncoveredByUpdater(),
        new RemoteAdminPort(),
        new HostNetworkInBuild(),
        new ExposedHostPort(),
        new MissingNetworkPolicy(),
        new HostPort(),
        new OpenNetworkPolicy(),
        new ExposedService(),
        new IngressWithoutTls(),
        new ServiceExternalIp(),
        new IneffectivePolicyRules(),
        new DanglingNetworkPolicy(),
        new DanglingPolicyPeer(),
        new UncoveredIngress(),
        new UncoveredEgress(),
        new AttackToolInImage(),
        new UnconfinedSeccomp(),
        new MissingSeccomp(),
        new UnconfinedAppArmor(),
        new CustomSeLinux(),
        new MissingHealthcheck(),
        new LogToFile(),
        new MissingReadinessProbe(),
        new MissingLivenessProbe(),
        new EvidenceDeletingRole(),
        new IgnoredHealthcheck(),
        new SecretInEnvironment(),
        new LiteralCredential(),
        new SecretFileCopied(),
        new LoginInRun(),
        new SecretInEnv(),
        new SecretInConfigMap(),
        new SecretInManifest(),
        new SecretInValues(),
        new WouldNotBuild(),
        new ShellFormCommand(),
        new MalformedExecForm(),
        new OverriddenInstruction(),
        new PipeWithoutPipefail(),
        new DuplicateStageName(),
        new ReservedStageName(),
        new StageNameCasing(),
        new FromAsCasing(),
        new InconsistentInstructionCasing(),
        new EmptyContinuation(),
        new LegacyKeyValue(),
        new DeprecatedMaintainer(),
        new RelativeWorkdir(),
        new ConstantPlatform(),
        new RedundantPlatform(),
        new PortOutOfRange(),
        new ProtocolCasing(),
        new AddInsteadOfCopy(),
        new InteractiveInstall(),
        new UndefinedVariable(),
        new UndefinedFromArgument(),
        new InvalidDefaultArgument(),
        new HeredocWithoutErrexit(),
        new PackageCacheKept(),
        new AptInScript(),
        new LoneCd(),
        new CopyFromSelf(),
        new RecommendedPackages(),
        new InvalidBaseImage(),
        new BrokenTrigger(),
        new EmptyExpose(),
        new WarningsAreErrors(),
        new DefinitionDescription(),
        new UnsettableVariable(),
        new UnsettableFromArgument(),
        new TrailingComment(),
        new SecretLikeName(),
        new SwallowedByComment(),
        new MismatchedSelector(),
        new DanglingService(),
        new UnknownTargetPort(),
        new DanglingIngress(),
        new ContradictoryUser(),
        new UnknownVolume(),
        new UnknownProbePort(),
        new RequestAboveLimit(),
        new MisplacedField(),
        new DuplicateVariable(),
        new DuplicateKey(),
        new DanglingAutoscaler(),
        new BlockedEviction(),
        new LabelsOutsideMatchLabels(),
        new MissingImage(),
        new ContradictoryPrivileges(),
        new MissingShell(),
    ];

    static readonly ImmutableDictionary<string, Rule> ByIdOrName =
        Rules.SelectMany(rule => new[] { KeyValuePair.Create(rule.Info.Id, rule), KeyValuePair.Create(rule.Info.Name, rule) })
            .ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);

    static readonly ILookup<string, Rule> ByPeer = By(rule => rule.Equivalents);
    static readonly ILookup<string, Rule> BySimilar = By(rule => rule.Similar);

    /// <summary>The rule with this id or name; null when there is none.</summary>
    public static Rule? Find(string idOrName) => ByIdOrName.GetValueOrDefault(idOrName);

    /// <summary>The rules that answer the same question as a peer's, such as <c>DL3006</c>.</summary>
    public static IEnumerable<Rule> FindByPeer(string peerId) => ByPeer[peerId];

    /// <summary>The rules that are near a peer's, but answer another question.</summary>
    public static IEnumerable<Rule> FindBySimilar(string peerId) => BySimilar[peerId];

    static ILookup<string, Rule> By(Func<RuleInfo, ImmutableArray<string>> peers) =>
        Rules.SelectMany(rule => peers(rule.Info), (rule, peer) => (rule, peer)).ToLookup(pair => pair.peer, pair => pair.rule, StringComparer.OrdinalIgnoreCase);
}
