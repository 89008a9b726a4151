using ShiftLeft.Benchmarks;

// Figures are ratios and medians of interleaved rounds in one run, because a machine's noise is the same for both sides only then.
if (args is ["charts", var folder, .. var rest]) return ChartCorpus.Run(folder, rest.FirstOrDefault());
if (args is ["speed", var where, var real, .. var native]) return ChartBenchmark.Run(where, real, native.FirstOrDefault());
if (args is ["perturb", var charts, var helm, .. var count]) return ValuePerturbation.Run(charts, helm, count is [var pairs] ? int.Parse(pairs, System.Globalization.CultureInfo.InvariantCulture) : 2_000);
if (args is ["scale", .. var jobs]) return ScaleBenchmark.Run(jobs is [var threads] ? int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture) : 1);
var wanted = args.Length == 0 ? ["engine", "build"] : args;
if (wanted.Contains("engine")) EngineBenchmark.Run();
return wanted.Contains("build") ? BuildBenchmark.Run(rounds: 15) : 0;
