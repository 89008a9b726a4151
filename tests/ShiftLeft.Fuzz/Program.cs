using ShiftLeft.Fuzz;

// Mutated workspaces through the front door, or one reader for a fuzzer that is led by coverage; `--help` tells.
if (args is ["target", var target]) return Targets.Run(target);
return Options.Read(args) is { } options ? Campaign.Run(options) : Options.Help();
