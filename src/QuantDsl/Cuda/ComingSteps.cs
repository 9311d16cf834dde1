using QuantDsl.CompilerServices;
using QuantDsl.Training;

namespace QuantDsl.Cuda;

/// <summary>
/// The numbers of the coming steps of an epoch, on the device, so that a step is a launch and nothing else. They follow from the schedule;
/// where the user sets another learning rate, or takes a step of his own in between, those that are left are written anew.
/// </summary>
/// <typeparam name="TRecipe">The recipe.</typeparam>
internal sealed class ComingSteps<TRecipe> : IDisposable
    where TRecipe : struct, IUpdateRecipe
{
    private const int Most = 4096;

    private readonly WholeStep _device;
    private readonly DeviceBuffer _buffer;
    private readonly KernelLayout.Control[] _controls;
    private readonly float[] _rates;
    private long _number; // of the next step
    private int _position; // of the next step among those that are there
    private int _count; // of those that are there
    private int _ahead; // how many are written at a time: fewer where they have turned out otherwise

    /// <summary>Allocates memory for the steps of an epoch, or as many as are told at a time.</summary>
    /// <param name="device">The device.</param>
    /// <param name="steps">Steps of an epoch.</param>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public unsafe ComingSteps(WholeStep device, long steps)
    {
        int count = (int)Math.Min(steps, Most);
        _device = device;
        _controls = new KernelLayout.Control[count];
        _rates = new float[count];
        _buffer = device.Allocate((long)count * sizeof(KernelLayout.Control));
    }

    /// <summary>Forgets the steps that are there, at the beginning of an epoch.</summary>
    public void Clear() => (_position, _count, _ahead) = (0, 0, _controls.Length);

    /// <summary>Sees to it that the device has the numbers of the next step.</summary>
    /// <param name="store">The model.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    /// <param name="session">The run, which knows the rates of the steps after it.</param>
    /// <param name="batches">The minibatches that are left.</param>
    /// <param name="data">Where their examples are.</param>
    public void Prepare(ParameterStore store, float learningRate, TrainingSession session, Minibatches batches, ResidentData data)
    {
        if (_position < _count && store.StepCount + 1 == _number && learningRate == _rates[_position])
            return;
        _ahead = _position < _count ? 1 : Math.Min(_controls.Length, 2 * _ahead);
        _number = store.StepCount + 1;
        _position = 0;
        _count = (int)Math.Min(_ahead, batches.Remaining);
        for (int i = 0; i < _count; i++)
        {
            _rates[i] = i == 0 ? learningRate : session.RateAhead(i);
            var step = AdamStep.Of<TRecipe>(_number + i, _rates[i], store.Blend);
            _controls[i] = KernelLayout.Control.Of(step, store.Seed, _device.Batch, isOfEpoch: true);
        }
        _device.Write<KernelLayout.Control>(_buffer, _controls.AsSpan(0, _count));
        _device.Tell(data.From(batches.Start, _buffer.Address));
    }

    /// <summary>Goes on to the next step, once one is launched.</summary>
    public void Advance()
    {
        _position++;
        _number++;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
