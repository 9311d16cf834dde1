using QuantDsl.Cuda;
using QuantDsl.Tests.Engine.Models;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>The context of a thread, of which there is one for all that uses the driver in a process.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class DeviceContextTests : OnEmulatedCuda
{
    [ClangFact]
    public async Task Is_afterwards_what_it_was()
    {
        CudaContext.CountDevices(); // loads the driver
        await Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default); // its own thread

        static void Look()
        {
            Assert.Equal(0, Current());
            using (BinaryMlp model = new(Cuda, seed: 3))
            {
                (float[] inputs, int[] labels) = Batch(16);
                model.BacktrackStep(inputs, labels);
                model.Predict(inputs, new float[48]);
            }
            Assert.Equal(0, Current());
        }
    }

    private static unsafe nint Current()
    {
        nint context;
        return CudaDriver.CtxGetCurrent(&context) == 0 ? context : -1;
    }
}
