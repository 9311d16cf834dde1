using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The state of a model that is trained on a device: there, and in the model's memory on the host. Each array is carried from one to the
/// other when it is wanted there and is newer here. Safe for concurrent use.
/// </summary>
internal sealed class DeviceState
{
    private readonly Mirror<MirroredArray>[] _arrays;
    private readonly Mirror<MirroredMeasures>? _measures;
    private readonly Mirror<MirroredMeasuredStep>? _measuredStep;

    /// <summary>Begins with the values of the host, and becomes the keeper of its memory.</summary>
    /// <param name="device">The device's memory.</param>
    /// <param name="store">The model's memory on the host.</param>
    public DeviceState(WholeStep device, ParameterStore store)
    {
        IReadOnlyList<(DeviceBuffer Buffer, HostMemory Values)> pairs = device.Pairs(store);
        _arrays = [.. pairs.Select(pair => new Mirror<MirroredArray>(this, new(device, pair.Buffer, pair.Values)))];
        foreach ((Mirror<MirroredArray> array, (_, HostMemory values)) in _arrays.Zip(pairs))
            values.Keeper = array;
        if (store.ZigZag is not { } meter)
            return;
        meter.State.Keeper = _measures = new(this, new(device, meter));
        meter.State.KeeperOfStep = _measuredStep = new(this, new(device, store));
    }

    /// <summary>Whoever uses the device holds it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Before a launch: the device gets what is newer on the host. The caller holds <see cref="Gate"/>.</summary>
    public void Send()
    {
        foreach (Mirror<MirroredArray> array in _arrays)
            array.Send();
        _measures?.Send();
        _measuredStep?.Send();
    }

    /// <summary>After the launch of an update: the device's values are the present ones. The caller holds <see cref="Gate"/>.</summary>
    public void NoteUpdate()
    {
        foreach (Mirror<MirroredArray> array in _arrays)
            array.NoteUpdate();
        _measures?.NoteUpdate();
        _measuredStep?.NoteUpdate();
    }

    /// <summary>Whether the device is not there any more.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>Before the device's memory is released: nobody looks for newer values there.</summary>
    public void Forget()
    {
        lock (Gate)
        {
            IsForgotten = true;
            foreach (Mirror<MirroredArray> array in _arrays)
                array.Forget();
            _measures?.Forget();
            _measuredStep?.Forget();
        }
    }

    /// <summary>One array of the state, or one part of what is measured.</summary>
    private sealed class Mirror<TValues>(DeviceState owner, TValues values) : IMemoryKeeper
        where TValues : struct, IMirrored
    {
        private bool _isHostNewer = true;
        private volatile bool _isDeviceNewer;

        public void Send()
        {
            if (!_isHostNewer)
                return;
            values.Send();
            _isHostNewer = false;
        }

        public void NoteUpdate() => _isDeviceNewer = true;

        public void Forget() => _isDeviceNewer = false;

        /// <inheritdoc/>
        public void BeforeRead()
        {
            if (!_isDeviceNewer)
                return;
            lock (owner.Gate)
                Fetch();
        }

        /// <inheritdoc/>
        public void BeforeWrite(bool wholly)
        {
            lock (owner.Gate)
            {
                if (!wholly)
                    Fetch();
                (_isDeviceNewer, _isHostNewer) = (false, true);
            }
        }

        /// <summary>Waits for the device.</summary>
        private void Fetch()
        {
            if (!_isDeviceNewer)
                return;
            values.Fetch();
            _isDeviceNewer = false;
        }
    }
}
