using System.Diagnostics;
using QuantDsl.CompilerServices;

namespace QuantDsl.Gpu;

/// <summary>
/// The generated kernels by the driver API, without libtorch: what can be measured even where TorchSharp cannot run on the machine's PyTorch. Weights and gradients
/// are random, as in training their size is.
/// </summary>
internal static unsafe class KernelsAlone
{
    private const int Rounds = 11;
    private const int Calls = 20;
    private const int Alignment = 16; // floats between the beginnings of parameters
    private const int BytesOfUpdate = 32;
    private const long CopiedBytes = 256 << 20;

    /// <summary>Times LAQ updates, and checks that the weights moved and no curvature was infinite.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="name">The model in the report.</param>
    /// <param name="program">Its kernels.</param>
    /// <param name="counts">Values of its parameters in their order.</param>
    /// <param name="scales">Its scales.</param>
    public static void Update(Report report, string name, CudaProgram program, IReadOnlyList<long> counts, int scales)
    {
        using var context = new CudaContext(0);
        nint outer = context.Enter();
        var nvrtc = new NvrtcCompiler();
        long start = Stopwatch.GetTimestamp();
        byte[] code = nvrtc.Compile(program, NvrtcCompiler.Options(context.Architecture));
        report.Add($"kernels.{name}.compile_ms", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        report.Add($"kernels.{name}.device", $"{context.Name}, {context.Architecture}, driver {context.DriverVersion}, NVRTC {nvrtc.Version}");
        using var module = new CudaModule(context, code, name);
        var kernels = new CudaKernels(context, module, program);
        using var memory = new DeviceMemory();
        var random = new Random(1);
        long floats = counts.Sum(count => (count + Alignment - 1) / Alignment * Alignment);
        float[] weights = [.. Enumerable.Range(0, (int)floats).Select(_ => (random.NextSingle() - 0.5f) * 0.1f)];
        nint latent = memory.Make(weights);
        nint fault = memory.Make(sizeof(int), 0x7f); // above every number of a parameter
        nint* pointers = stackalloc nint[]
        {
            latent, memory.Make(floats * sizeof(float)), memory.Make(floats * sizeof(float)), memory.Make(floats * sizeof(float)),
            memory.Make(scales * sizeof(float)), memory.Make(scales * sizeof(float)), memory.Make(program.Sums * sizeof(double)), fault, memory.Make(sizeof(uint)),
        };
        nint* gradients = stackalloc nint[counts.Count];
        for (int index = 0; index < counts.Count; index++)
            gradients[index] = memory.Make([.. Enumerable.Range(0, (int)counts[index]).Select(_ => (random.NextSingle() - 0.5f) * 0.01f)]);
        float* step = stackalloc float[] { 1e4f, 10f, 1000f, 5.3f, 500f }; // η = 1e-4 at the first step
        void** arguments = stackalloc void*[] { pointers, gradients, step };

        kernels.Advance(UpdateKind.Initial, arguments);
        kernels.Finish(UpdateKind.Initial, arguments);
        double milliseconds = Time(() =>
        {
            kernels.Advance(UpdateKind.Laq, arguments);
            kernels.Finish(UpdateKind.Laq, arguments);
        });
        double bandwidth = counts.Sum() * BytesOfUpdate / milliseconds / 1e6;
        report.Add($"kernels.{name}.laq_ms", milliseconds);
        report.Add($"kernels.{name}.gb_per_s", bandwidth);
        if (memory.Copier(CopiedBytes) is { } copy)
            report.Add($"kernels.{name}.bandwidth_fraction", bandwidth / (2 * CopiedBytes / Time(copy) / 1e6));
        int[] flag = new int[1];
        DeviceMemory.Read<int>(fault, flag);
        float[] moved = new float[weights.Length];
        DeviceMemory.Read<float>(latent, moved);
        report.Add($"kernels.{name}.is_finite", flag[0] == 0x7f7f7f7f ? "yes" : $"no, parameter {flag[0]}");
        report.Add($"kernels.{name}.moved_share", weights.Zip(moved).Count(pair => pair.First != pair.Second) / (double)counts.Sum());
        context.Leave(outer);
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
