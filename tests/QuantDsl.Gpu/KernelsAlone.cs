using System.Diagnostics;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Launching;

namespace QuantDsl.Gpu;

/// <summary>
/// The kernels of an update, launched one by one: which part of the memory's bandwidth they reach. Weights and gradients are random, as in
/// training their size is.
/// </summary>
internal static unsafe class KernelsAlone
{
    private const int Rounds = 11;
    private const int Calls = 20;
    private const int BytesOfUpdate = 32; // what it cannot do without; the check reads g once more
    private const long CopiedBytes = 256 << 20;

    /// <summary>Times LAQ updates, and checks that the weights moved and no curvature was infinite.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="name">The model in the report.</param>
    /// <param name="program">Its kernels.</param>
    public static void Update(Report report, string name, CudaProgram program)
    {
        using var context = new CudaContext(0);
        using CudaContext.Stay here = context.Enter();
        var nvrtc = new NvrtcCompiler();
        long start = Stopwatch.GetTimestamp();
        byte[] code = nvrtc.Compile(program.Model, program.Source, NvrtcCompiler.Options(context.Architecture), out _);
        report.Add($"kernels.{name}.compile_ms", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        report.Add(
            $"kernels.{name}.device", $"{context.Name}, {context.Architecture}, driver {context.DriverVersion}, NVRTC {nvrtc.Version}");
        using var memory = new DeviceMemory();
        var random = new Random(1);
        IReadOnlyList<CudaParameter> parameters = program.Parameters;
        long count = parameters.Sum(parameter => (long)parameter.Count);
        long floats = parameters.Max(parameter => parameter.Offset + (long)parameter.Count);
        long scales = parameters.Max(parameter => parameter.Scale + (long)(parameter.Rows * parameter.ScalesPerRow));
        float[] weights = [.. Enumerable.Range(0, (int)floats).Select(_ => (random.NextSingle() - 0.5f) * 0.1f)];
        nint latent = memory.Make(weights);
        var ofModel = new KernelLayout.Memory
        {
            Latent = latent,
            Quantized = memory.Make(floats * sizeof(float)),
            FirstMoment = memory.Make(floats * sizeof(float)),
            SecondMoment = memory.Make(floats * sizeof(float)),
            Scales = memory.Make(scales * sizeof(float)),
        };
        nint[] gradients =
        [
            .. parameters.Select(parameter =>
                memory.Make([.. Enumerable.Range(0, parameter.Count).Select(_ => (random.NextSingle() - 0.5f) * 0.01f)])),
        ];
        using var launcher = new UpdateLauncher(context, code, program, ofModel, gradients);
        var step = new AdamStep(1, learningRate: 1e-4f, beta1: 0.9, beta2: 0.999, blend: 0.6);

        Run(UpdateKind.Initial);
        double milliseconds = Time(() => Run(UpdateKind.Laq));
        double bandwidth = count * BytesOfUpdate / milliseconds / 1e6;
        report.Add($"kernels.{name}.laq_ms", milliseconds);
        report.Add($"kernels.{name}.gb_per_s", bandwidth);
        if (memory.Copier(CopiedBytes) is { } copy)
            report.Add($"kernels.{name}.bandwidth_fraction", bandwidth / (2 * CopiedBytes / Time(copy) / 1e6));
        float[] moved = new float[weights.Length];
        DeviceMemory.Read<float>(latent, moved);
        report.Add($"kernels.{name}.is_finite", launcher.TakeFault() is { } fault ? $"no, parameter {fault.Number}" : "yes");
        report.Add($"kernels.{name}.moved_share", weights.Zip(moved).Count(pair => pair.First != pair.Second) / (double)count);

        void Run(UpdateKind kind) => launcher.Run(kind, step, loss: 0);
    }

    private static double Time(Action run)
    {
        var times = new List<double>();
        for (int round = -1; round < Rounds; round++)
        {
            CudaDriver.Check(CudaDriver.CtxSynchronize(), "cuCtxSynchronize");
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
                run();
            CudaDriver.Check(CudaDriver.CtxSynchronize(), "cuCtxSynchronize");
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / Calls);
        }
        times.Sort();
        return times[Rounds / 2];
    }
}
