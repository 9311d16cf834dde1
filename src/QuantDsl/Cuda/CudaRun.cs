using System.ComponentModel;
using QuantDsl.Cuda;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The steps of a run on a CUDA device, epoch by epoch. The data set lies on the device, if there is room, and each step gathers its
/// minibatch there: it is one launch, which nobody waits for. Else, and where examples are augmented, minibatches are copied.
/// </summary>
/// <typeparam name="TRecipe">The recipe.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CudaRun<TRecipe> : IDeviceLosses, IDisposable
    where TRecipe : struct, IUpdateRecipe
{
    private readonly CudaTraining _network;
    private readonly TrainingSession _session;
    private readonly ResidentSets _sets;
    private readonly ResidentData? _data;
    private readonly ComingSteps<TRecipe>? _coming;
    private Minibatches? _batches;
    private bool _backtracks;

    /// <summary>Carries the data set to the device. What backtrack steps need has its memory before.</summary>
    internal CudaRun(CudaTraining network, Dataset data, TrainingSession session)
    {
        (_network, _session) = (network, session);
        if (session.Backtracks)
            network.Device.ReserveBacktracking();
        _sets = new ResidentSets(network.Device, network.Info, session.Note);
        try
        {
            _data = _sets.Train(data);
            if (_data is not null)
                _coming = new ComingSteps<TRecipe>(network.Device, session.StepsPerEpoch);
        }
        catch
        {
            _sets.Dispose();
            throw;
        }
        network.Sets = _sets;
    }

    /// <summary>Whether there is another step in this epoch.</summary>
    public bool HasNext => _batches!.Remaining > 0;

    /// <summary>Takes the next step. Its loss stays on the device.</summary>
    /// <param name="learningRate">Its learning rate.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void Take(float learningRate)
    {
        if (_data is null)
        {
            _network.TakeCopied<TRecipe>(_batches!, _backtracks, learningRate);
            return;
        }
        lock (_network.State.Gate)
        {
            _coming!.Prepare(_network.Store, learningRate, _session, _batches!, _data);
            _network.Begin(learningRate);
            _network.Device.LaunchOfEpoch(_backtracks);
            _network.End();
            _coming.Advance();
            _batches!.Skip();
        }
    }

    /// <summary>Releases the memory of the run.</summary>
    public void Dispose()
    {
        if (!_network.State.IsForgotten)
            _network.ForgetFault(); // of a run that was cancelled before its losses were fetched
        _network.Sets = null;
        _coming?.Dispose();
        _sets.Dispose();
    }

    /// <summary>Begins an epoch, or goes on with one that was interrupted.</summary>
    internal CudaRun<TRecipe> BeginEpoch(Minibatches batches, bool backtracks)
    {
        (_batches, _backtracks) = (batches, backtracks);
        lock (_network.State.Gate)
        {
            _data?.Arrange(batches.Order);
            _coming?.Clear();
            _network.Device.BeginLosses(_session.LossSum);
        }
        _session.SumOn(this);
        return this;
    }

    /// <inheritdoc/>
    double IDeviceLosses.Total() => _network.FetchLosses();

    /// <inheritdoc/>
    float IDeviceLosses.Last() => _network.FetchLoss();
}
