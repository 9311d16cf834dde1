namespace QuantDsl.Tests.Cuda.Emulation;

/// <summary>What the emulated device finds in kernels that a real one may run without a word, or never end.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class EmulatorTests
{
    [ClangFact]
    public void Threads_blocks_and_shuffles_have_their_numbers()
    {
        double[] sums = Run(
            """
            extern "C" __global__ void __launch_bounds__(64) kernel(double* to)
            {
                double x = threadIdx.x;
                for (int offset = 16; offset > 0; offset /= 2)
                    x += __shfl_down_sync(0xffffffff, x, offset);
                if (threadIdx.x % 32 == 0)
                    to[blockIdx.x * 2 + threadIdx.x / 32] = x + 1000 * gridDim.x;
            }
            """,
            blocks: 2,
            values: 4);
        Assert.Equal([2496, 3520, 2496, 3520], sums);
    }

    [ClangFact]
    public void A_barrier_that_not_all_threads_reach_is_named()
    {
        AssertFails("block 0: 63 threads wait at line 4 for 1 that never come", """
            extern "C" __global__ void kernel(double* to)
            {
                if (threadIdx.x > 0)
                    __syncthreads();
                to[0] = 1;
            }
            """);
        AssertFails("while others wait at line", """
            extern "C" __global__ void kernel(double* to)
            {
                if (threadIdx.x > 31)
                    __syncthreads();
                else
                    __syncthreads();
                to[0] = 1;
            }
            """);
    }

    [ClangFact]
    public void A_shuffle_that_not_all_lanes_reach_is_named() =>
        AssertFails("threads wait at line 4", """
            extern "C" __global__ void kernel(double* to)
            {
                if (threadIdx.x % 2 == 0)
                    to[0] = __shfl_down_sync(0xffffffff, 1.0, 1);
            }
            """);

    [ClangTheory]
    [InlineData(4, "byte 1 behind an allocation of 32 bytes was written")]
    [InlineData(-1, "before an allocation of 32 bytes was written")]
    public void Memory_written_out_of_range_is_named(int index, string words) =>
        AssertFails(words, $$"""
            extern "C" __global__ void kernel(double* to)
            {
                if (threadIdx.x == 0)
                    to[{{index}}] = 1;
            }
            """);

    [ClangFact]
    public void Blocks_of_a_cooperative_launch_run_at_the_same_time()
    {
        const string Source = """
            extern "C" __global__ void kernel(unsigned* to)
            {
                if (threadIdx.x == 0)
                {
                    atomicAdd(to, 1u);
                    while (*(volatile unsigned*)to < gridDim.x)
                        __nanosleep(32);
                }
                __syncthreads();
            }
            """;
        double[] zeros = Run(Source, blocks: 5, values: 4, isCooperative: true);
        Assert.Equal(5, BitConverter.DoubleToInt64Bits(zeros[0]));
        EmulationException tooMany = Assert.Throws<EmulationException>(() => Run(Source, blocks: 6, values: 4, isCooperative: true));
        Assert.Contains("CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE", tooMany.Message);
    }

    /// <summary>What a program that is traced does wrong, though its results may be right.</summary>
    [ClangTheory]
    [InlineData("no barrier is between", "to[threadIdx.x] = 1; to[63 - threadIdx.x] = 1;", 1)]
    [InlineData("shared memory: another thread touches it", "shared[threadIdx.x] = 1; to[threadIdx.x] = shared[63 - threadIdx.x];", 1)]
    [InlineData("another block of the launch touches it", "to[threadIdx.x] = 1;", 2)]
    [InlineData("touches byte 512 of an allocation of 512 bytes", "if (threadIdx.x == 63) to[0] = to[64];", 1)]
    public void Races_and_reads_out_of_bounds_are_named(string words, string body, int blocks)
    {
        EmulationException error = Assert.Throws<EmulationException>(() => Run(Kernel(body), blocks, values: 64, isTraced: true));
        EmulatedDevice.Shared.Repair();
        Assert.Contains(words, error.Message);
    }

    /// <summary>Blocks that wait for each other are followed, too: what one has written before, another may read behind.</summary>
    [ClangTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Races_of_blocks_that_wait_for_each_other_are_named(bool waits)
    {
        string wait = waits
            ? "__threadfence(); __syncthreads(); if (threadIdx.x == 0) { atomicAdd((unsigned*)to + 80, 1u); "
                + "while (*((volatile unsigned*)to + 80) < gridDim.x) __nanosleep(32); __threadfence(); } __syncthreads();"
            : "";
        string source = Kernel($"if (threadIdx.x == 0) to[blockIdx.x] = 1; {wait} if (threadIdx.x == 0) to[10 + blockIdx.x] = to[1 - blockIdx.x];");
        if (waits)
        {
            Run(source, blocks: 2, values: 64, isCooperative: true, isTraced: true);
            return;
        }
        EmulationException error =
            Assert.Throws<EmulationException>(() => Run(source, blocks: 2, values: 64, isCooperative: true, isTraced: true));
        EmulatedDevice.Shared.Repair();
        Assert.Contains("touches it", error.Message);
    }

    [ClangFact]
    public void A_barrier_puts_threads_in_order()
    {
        double[] values = Run(
            Kernel("shared[threadIdx.x] = threadIdx.x; __syncthreads(); to[threadIdx.x] = shared[63 - threadIdx.x];"),
            blocks: 1, values: 64, isTraced: true);
        Assert.Equal([.. Enumerable.Range(0, 64).Select(i => 63.0 - i)], values);
    }

    [ClangFact]
    public void An_error_of_the_compiler_names_program_and_line()
    {
        (int result, _, string log) = EmulatedDevice.Shared.Compiler.TryCompile(
            "Model.cu", "\nextern \"C\" __global__ void kernel() { missing(); }\n");
        Assert.Equal(6, result); // NVRTC_ERROR_COMPILATION
        Assert.Contains("Model.cu:2:", log);
        Assert.Contains("missing", log);
        (result, _, log) = EmulatedDevice.Shared.Compiler.TryCompile("Model.cu", "", "--fmad=flase");
        Assert.Equal(5, result); // NVRTC_ERROR_INVALID_OPTION
        Assert.Contains("--fmad=flase", log);
    }

    private static string Kernel(string body) =>
        $"extern \"C\" __global__ void kernel(double* to)\n{{\n    __shared__ double shared[64];\n    (void)shared;\n    {body}\n}}\n";

    private void AssertFails(string words, string source)
    {
        EmulationException error = Assert.Throws<EmulationException>(() => Run(source, blocks: 1, values: 4));
        EmulatedDevice.Shared.Repair();
        Assert.Contains(words, error.Message);
    }

    /// <summary>Runs blocks of two warps on zeros.</summary>
    private unsafe double[] Run(string source, int blocks, int values, bool isCooperative = false, bool isTraced = false)
    {
        EmulatedDriver driver = EmulatedDevice.Shared.Driver;
        nint module = driver.Load(EmulatedDevice.Shared.Compiler.Compile("Test.cu", source, isTraced ? EmulatedCompiler.Traced : null));
        nint memory = driver.Allocate(values * sizeof(double));
        try
        {
            EmulatedDevice.Shared.Set(blocks: 5);
            new Span<double>((void*)memory, values).Clear();
            driver.Launch(driver.Function(module, "kernel"), blocks, 64, isCooperative, (nint)(&memory));
            return new Span<double>((void*)memory, values).ToArray();
        }
        finally
        {
            driver.Free(memory);
            driver.Unload(module);
        }
    }
}
