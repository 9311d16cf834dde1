using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The state of a model that is trained on a device: there, and in the model's memory on the host. Each array is carried from one to the
/// other when it is wanted there and is newer here. Safe for concurrent use.
/// </summary>
internal sealed class DeviceState
{
    private readonly WholeStep _device;
    private readonly Mirror[] _arrays;

    /// <summary>Begins with the values of the host, and becomes the keeper of its memory.</summary>
    /// <param name="device">The device's memory.</param>
    /// <param name="store">The model's memory on the host.</param>
    public DeviceState(WholeStep device, ParameterStore store)
    {
        _device = device;
        _arrays = [.. device.Pairs(store).Select(pair => new Mirror(this, pair.Buffer, pair.Values))];
    }

    /// <summary>Whoever uses the device holds it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Before a launch: the device gets what is newer on the host. The caller holds <see cref="Gate"/>.</summary>
    public void Send()
    {
        foreach (Mirror array in _arrays)
            array.Send();
    }

    /// <summary>After the launch of an update: the device's values are the present ones. The caller holds <see cref="Gate"/>.</summary>
    public void NoteUpdate()
    {
        foreach (Mirror array in _arrays)
            array.NoteUpdate();
    }

    /// <summary>Whether the device is not there any more.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>Before the device's memory is released: nobody looks for newer values there.</summary>
    public void Forget()
    {
        lock (Gate)
        {
            IsForgotten = true;
            foreach (Mirror array in _arrays)
                array.Forget();
        }
    }

    /// <summary>One array of the state.</summary>
    private sealed class Mirror : IMemoryKeeper
    {
        private readonly DeviceState _owner;
        private readonly DeviceBuffer _buffer;
        private readonly HostMemory _values;
        private bool _isHostNewer = true;
        private volatile bool _isDeviceNewer;

        public Mirror(DeviceState owner, DeviceBuffer buffer, HostMemory values)
        {
            (_owner, _buffer, _values) = (owner, buffer, values);
            values.Keeper = this;
        }

        public void Send()
        {
            if (!_isHostNewer)
                return;
            _owner._device.Send(_buffer, _values.Stored);
            _isHostNewer = false;
        }

        public void NoteUpdate() => _isDeviceNewer = true;

        public void Forget() => _isDeviceNewer = false;

        /// <inheritdoc/>
        public void BeforeRead()
        {
            if (!_isDeviceNewer)
                return;
            lock (_owner.Gate)
                Fetch();
        }

        /// <inheritdoc/>
        public void BeforeWrite(bool wholly)
        {
            lock (_owner.Gate)
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
            _owner._device.Read(_buffer, _values.Stored);
            _isDeviceNewer = false;
        }
    }
}
