using QuantDsl.CompilerServices;
using QuantDsl.Data;

namespace QuantDsl.Cuda;

/// <summary>A data set in the memory of a device, and the order of its examples in an epoch, if it is trained on.</summary>
internal sealed class ResidentData : IDisposable
{
    private const long ValuesAtOnce = 1 << 22; // that a source prepares, on all its threads
    private const double MostOfFree = 0.9;

    private readonly WholeStep _device;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly DeviceBuffer _inputs;
    private readonly DeviceBuffer _labels;
    private readonly DeviceBuffer? _order;
    private int[] _numbers = [];

    private ResidentData(WholeStep device, ModelInfo model, Dataset data, bool isTrained)
    {
        (_device, Data) = (device, data);
        try
        {
            _inputs = Allocate(data.Count * PredictionInput.Elements(model));
            _labels = Allocate(data.Count * LabelCheck.OfSample(model));
            if (isTrained)
                _order = Allocate(data.Count);
            if (model.Vocabulary is null)
                Send(data.FloatColumn, _inputs);
            else
                Send(data.TokenColumn, _inputs);
            if (model.Labels == LabelKind.Classes)
                Send(data.ClassColumn, _labels);
            else
                Send(data.NumberColumn, _labels);
        }
        catch
        {
            Dispose(); // what was allocated before
            throw;
        }
    }

    /// <summary>The data set.</summary>
    public Dataset Data { get; }

    /// <summary>What evaluations of the data set begin with.</summary>
    public KernelLayout.Evaluation Evaluated => new()
    {
        Inputs = _inputs.Address,
        Labels = _labels.Address,
        Samples = Data.Count,
    };

    /// <summary>
    /// Carries a data set to a device, unless there is no room for it, or examples are augmented, so that each epoch has others.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="model">The model that is trained on it, or evaluated.</param>
    /// <param name="data">The data set.</param>
    /// <param name="note">Receives a line for the user where there is no room.</param>
    /// <param name="isTrained">Whether the model is trained on it, in an order that changes from epoch to epoch.</param>
    /// <exception cref="DatasetException">An example cannot be read.</exception>
    public static ResidentData? Of(WholeStep device, ModelInfo model, Dataset data, Action<string> note, bool isTrained = true)
    {
        if (isTrained && data.Augmentation is not null)
            return null;
        long wanted = BytesOf(model, data), free = device.FreeBytes();
        if (wanted <= free * MostOfFree)
            return new ResidentData(device, model, data, isTrained);
        note(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{data.Name} needs {wanted >> 20} MB on the GPU, where {free >> 20} MB are free: each minibatch is copied there"));
        return null;
    }

    /// <summary>Carries the order of the examples in an epoch to the device.</summary>
    /// <param name="order">Their indices.</param>
    public void Arrange(ReadOnlySpan<long> order)
    {
        if (_numbers.Length < order.Length)
            _numbers = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            _numbers[i] = (int)order[i];
        _device.Write<int>(_order!, _numbers.AsSpan(0, order.Length));
    }

    /// <summary>What steps read, of steps that begin at a place of the order.</summary>
    /// <param name="first">The place.</param>
    /// <param name="controls">Address of the numbers of these steps.</param>
    public KernelLayout.Epoch From(int first, nint controls) => new()
    {
        Inputs = _inputs.Address,
        Labels = _labels.Address,
        Order = _order!.Address,
        Controls = controls,
        First = first,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }

    private static long BytesOf(ModelInfo model, Dataset data) =>
        checked(data.Count * (PredictionInput.Elements(model) + LabelCheck.OfSample(model) + 1) * sizeof(float));

    private DeviceBuffer Allocate(long numbers)
    {
        DeviceBuffer buffer = _device.Allocate(numbers * sizeof(float));
        _buffers.Add(buffer);
        return buffer;
    }

    private void Send<T>(TypedColumn<T> column, DeviceBuffer target)
        where T : unmanaged
    {
        long atOnce = Math.Max(1, ValuesAtOnce / column.RowLength);
        for (long start = 0; start < column.Count; start += atOnce)
            _device.Write(target, start * column.RowLength, column.Read(start, Math.Min(atOnce, column.Count - start)));
    }
}
