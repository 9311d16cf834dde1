using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>Activations on a device and on the CPU give the same bits.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class ActivationTests : IDisposable
{
    private const int Threads = 256;

    private const string Source = """
        struct Slope0_25
        {
            static constexpr float Value = 0.25f;
        };

        // f(x), then f′(x)·3.
        template <class F>
        __device__ void both(const float* x, float* to)
        {
            int i = blockIdx.x * Threads + threadIdx.x;
            to[i] = F::apply(x[i]);
            to[gridDim.x * Threads + i] = F::gradient(x[i], 3.0f);
        }

        // And f′·3 from y, for which x is taken.
        template <class F>
        __device__ void all(const float* x, float* to)
        {
            int i = blockIdx.x * Threads + threadIdx.x;
            both<F>(x, to);
            to[2 * gridDim.x * Threads + i] = F::gradientFromOutput(x[i], 3.0f);
        }

        extern "C" __global__ void leaky(const float* x, float* to) { all<LeakyRelu<Slope0_25>>(x, to); }
        extern "C" __global__ void relu(const float* x, float* to) { all<Relu>(x, to); }
        extern "C" __global__ void sigmoid(const float* x, float* to) { all<Sigmoid>(x, to); }
        extern "C" __global__ void hyperbolic(const float* x, float* to) { all<Tanh>(x, to); }
        extern "C" __global__ void silu(const float* x, float* to) { both<Silu>(x, to); }
        extern "C" __global__ void gelu(const float* x, float* to) { both<Gelu>(x, to); }
        extern "C" __global__ void hardSwish(const float* x, float* to) { both<HardSwish>(x, to); }
        """;

    private readonly nint _module;

    public ActivationTests()
    {
        EmulatedDevice.Shared.Set(blocks: 3);
        _module = EmulatedDevice.Shared.Driver.Load(EmulatedDevice.Shared.Compiler.Compile(
            "Activations.cu", EmptyNetwork.With(Source).Source, EmulatedCompiler.Unoptimized));
    }

    private static float[] Arguments { get; } = MakeArguments();

    [ClangFact]
    public void Activations_have_the_bits_of_the_CPU()
    {
        CompareAll<LeakyRelu<Slope0_25>>("leaky");
        CompareAll<Relu>("relu");
        CompareAll<Sigmoid>("sigmoid");
        CompareAll<Tanh>("hyperbolic");
        Compare<Silu>("silu");
        Compare<Gelu>("gelu");
        Compare<HardSwish>("hardSwish");
    }

    public void Dispose() => EmulatedDevice.Shared.Driver.Unload(_module);

    /// <summary>Numbers of all sizes, those at which a function changes, and what is no number.</summary>
    private static float[] MakeArguments()
    {
        float[] places =
            [0, float.Epsilon, 0.625f, 3, 14.5f, 44.5f, 52.5f, 89, 103, 105, float.MaxValue, float.PositiveInfinity, float.NaN];
        float[] near = [.. places, .. places.Select(MathF.BitIncrement), .. places.Select(MathF.BitDecrement)];
        Random random = new(5);
        int rest = (8 * Threads) - (2 * near.Length);
        return
        [
            .. near,
            .. near.Select(x => -x),
            .. Enumerable.Range(0, rest / 2).Select(_ => (float)((random.NextDouble() * 20) - 10)),
            .. Enumerable.Range(0, rest - (rest / 2)).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))),
        ];
    }

    private void CompareAll<TActivation>(string kernel)
        where TActivation : IOutputActivation
    {
        float[] results = Run(kernel, 3);
        Compare<TActivation>(kernel, results);
        AssertBits(kernel, x => TActivation.GradientFromOutput(x, Lanes4.Broadcast(3)), results.AsSpan(2 * Arguments.Length));
    }

    private void Compare<TActivation>(string kernel)
        where TActivation : IActivation => Compare<TActivation>(kernel, Run(kernel, 2));

    private static void Compare<TActivation>(string kernel, float[] results)
        where TActivation : IActivation
    {
        AssertBits(kernel, TActivation.Apply, results);
        AssertBits($"{kernel}, gradient", x => TActivation.Gradient(x, Lanes4.Broadcast(3)), results.AsSpan(Arguments.Length));
    }

    private static void AssertBits(string what, Func<Lanes4, Lanes4> function, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < Arguments.Length; i++)
        {
            float expected = FirstLane.Of(function(Lanes4.Broadcast(Arguments[i])));
            bool isSame = BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected) && float.IsNaN(actual[i]));
            Assert.True(isSame, $"{what} of {Arguments[i]:R}: {actual[i]:R}, not {expected:R}");
        }
    }

    private float[] Run(string kernel, int results)
    {
        EmulatedDriver driver = EmulatedDevice.Shared.Driver;
        int count = Arguments.Length;
        nint memory = driver.Allocate((1 + results) * count * sizeof(float));
        try
        {
            Arguments.CopyTo(new Span<float>((void*)memory, count));
            nint to = memory + (count * sizeof(float));
            driver.Launch(driver.Function(_module, kernel), count / Threads, Threads, isCooperative: false, (nint)(&memory), (nint)(&to));
            return new Span<float>((void*)to, results * count).ToArray();
        }
        finally
        {
            driver.Free(memory);
        }
    }

    private readonly struct Slope0_25 : IConstant
    {
        public static float Value => 0.25f;
    }
}
