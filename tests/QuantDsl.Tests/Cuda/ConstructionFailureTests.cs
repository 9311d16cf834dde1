using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda;

/// <summary>An engine whose construction fails leaves no memory, module or context behind.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class ConstructionFailureTests
{
    [ClangFact]
    public void Every_call_to_the_driver_may_fail()
    {
        using var model = new CudaBreakable();
        ParameterStore store = StoredParameter.Of(model.Layers[0].Weight).Store;
        EmulatedDevice device = EmulatedDevice.Shared;
        (int, int, int) before = (device.Allocations(), device.Modules(), device.Retained());
        int failures = 0;
        for (bool isMade = false; !isMade; failures++)
        {
            device.FailAt(failures + 1);
            try
            {
                using var update = new CudaUpdate(store, store.Program!);
                isMade = true;
            }
            catch (CudaException error)
            {
                Assert.Contains("CUDA_ERROR_OUT_OF_MEMORY", error.Message);
            }
            finally
            {
                device.FailAt(0);
            }
            Assert.Equal(before, (device.Allocations(), device.Modules(), device.Retained()));
        }
        Assert.InRange(failures, 20, 100); // device, context, module, 10 kernels and their occupancy, 6 buffers, 2 copies
    }

    [ClangFact]
    public void The_compiler_may_fail()
    {
        using var model = new CudaBreakable();
        ParameterStore store = StoredParameter.Of(model.Layers[0].Weight).Store;
        EmulatedDevice device = EmulatedDevice.Shared;
        (int, int, int) before = (device.Allocations(), device.Modules(), device.Retained());

        CudaException error = Assert.Throws<CudaException>(
            () => new CudaUpdate(store, new CudaProgram("Broken", [new(0, 16)], "missing();")));

        Assert.Contains("Broken.cu:1", error.Message);
        Assert.Equal(before, (device.Allocations(), device.Modules(), device.Retained()));
    }
}
