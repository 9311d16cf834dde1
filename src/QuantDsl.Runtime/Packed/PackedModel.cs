using System.Buffers;
using System.ComponentModel;
using QuantDsl.CompilerServices;
using QuantDsl.Data;
using QuantDsl.Formats;

namespace QuantDsl;

/// <summary>
/// A trained model for prediction alone, with weights of a few bits. Its answers are those of the model that it was exported from, bit for
/// bit. Several threads may use one at the same time; after the first calls nothing is allocated. The generated class <c>Packed</c> of a
/// model derives from it and has what depends on the model's input.
/// </summary>
public abstract class PackedModel : IDisposable
{
    /// <summary>Logits of a classification that are kept on the stack.</summary>
    private const int MostOnStack = 256;

    private readonly PackedParameters _parameters;
    private readonly PredictionNetwork _network;
    private readonly PixelTable? _pixels;
    private readonly ColumnScaling? _columns;
    private bool _isDisposed;

    /// <summary>Makes the model that is in a file.</summary>
    /// <param name="info">The model.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="file">The file.</param>
    /// <param name="create">Creates the network.</param>
    protected PackedModel(
        ModelInfo info, PackedTensor[] tensors, PackedBytes file, Func<PackedParameters, PredictionNetwork> create)
    {
        Info = info;
        var content = PackedFile.Read(file.Bytes, file.Name, info, tensors);
        Facts = content.Facts;
        if (Facts.Means.Length > 0)
            _pixels = new PixelTable(Facts.Means, Facts.Deviations);
        if (Facts.ColumnMeans.Length > 0)
            _columns = new ColumnScaling(Facts.ColumnMeans, Facts.ColumnDeviations);
        _parameters = new PackedParameters(content, tensors);
        try
        {
            _network = create(_parameters);
            _network.Prepare();
        }
        catch
        {
            _network?.Dispose();
            _parameters.Dispose();
            throw;
        }
        _parameters.ReleaseTransient();
    }

    /// <summary>What is known about the model at compile time.</summary>
    public ModelInfo Info { get; }

    /// <summary>Names of the classes; empty if the file has none.</summary>
    public IReadOnlyList<string> ClassNames => Facts.ClassNames;

    /// <summary>What the file says of the data that the model was trained on.</summary>
    internal DataFacts Facts { get; }

    /// <summary>Releases the memory. No other thread may be predicting.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _network.Dispose();
        _parameters.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes logits; what generic code calls, where the type of the inputs is not known.</summary>
    /// <param name="inputs">Any number of samples, row-major: numbers or token ids.</param>
    /// <param name="logits">Receives the logits of each sample, row-major.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a token id is not in the vocabulary.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Predict(NetworkInput inputs, Span<float> logits)
    {
        ThrowIfDisposed();
        PredictionInput.Check(Info, inputs, logits);
        _network.Predict(inputs, logits);
        GC.KeepAlive(this);
    }

    /// <summary>Writes logits of sequences that go on where others have ended.</summary>
    protected void Predict(NetworkInput inputs, Span<float> logits, RecurrentState state)
    {
        ThrowIfDisposed();
        PredictionInput.Check(Info, inputs, logits, state);
        _network.Predict(inputs, logits, state);
        GC.KeepAlive(this);
    }

    /// <summary>The states of the recurrent layers at the beginning of sequences.</summary>
    protected RecurrentState NewStateOf(int samples) => new(Info.Name, samples, _network.Plan.Carried);

    /// <summary>Writes logits of images as they are in the data set, whose pixels are normalised on the way.</summary>
    protected void PredictNormalized(ReadOnlySpan<byte> pixels, Span<float> logits) =>
        Predict(_pixels ?? throw Unknown("pixels are normalised", "normalised numbers"), pixels, logits);

    /// <summary>Writes logits of rows as they are in a table, whose columns are standardised on the way.</summary>
    protected void PredictStandardized(ReadOnlySpan<float> rows, Span<float> logits) =>
        Predict(_columns ?? throw Unknown("columns are standardised", "the numbers of the training set"), rows, logits);

    /// <summary>The class of one sample.</summary>
    protected Classification ClassOf(NetworkInput input)
    {
        CheckOne(input.Length, nameof(input));
        Span<float> logits = Info.Classes <= MostOnStack ? stackalloc float[Info.Classes] : new float[Info.Classes];
        Predict(input, logits);
        return Classification.Of(logits, Facts.ClassNames);
    }

    /// <summary>The class of one image as it is in the data set.</summary>
    protected Classification ClassOfPixels(ReadOnlySpan<byte> pixels)
    {
        CheckOne(pixels.Length, nameof(pixels));
        Span<float> logits = Info.Classes <= MostOnStack ? stackalloc float[Info.Classes] : new float[Info.Classes];
        PredictNormalized(pixels, logits);
        return Classification.Of(logits, Facts.ClassNames);
    }

    /// <summary>The class of one row as it is in the table.</summary>
    protected Classification ClassOfRow(ReadOnlySpan<float> row)
    {
        CheckOne(row.Length, nameof(row));
        Span<float> logits = Info.Classes <= MostOnStack ? stackalloc float[Info.Classes] : new float[Info.Classes];
        PredictStandardized(row, logits);
        return Classification.Of(logits, Facts.ClassNames);
    }

    private InvalidOperationException Unknown(string what, string numbers) => new(
        $"The packed {Info.Name} does not say how {what}. Export it with the data set that it was trained on, Export(path, data), or pass "
        + $"{numbers} to Predict.");

    /// <summary>Writes logits of samples that become numbers for the network on the way.</summary>
    private void Predict<T>(ISampleScaling<T> scaling, ReadOnlySpan<T> values, Span<float> logits)
    {
        int size = PredictionInput.Elements(Info), ofSample = Info.Classes * (Info.OutputLength ?? 1);
        int samples = values.Length / size;
        if (values.Length % size != 0 || logits.Length != samples * ofSample)
        {
            throw new ArgumentException(
                $"{Info.Name} takes samples of {string.Join("×", Info.InputShape)} = {size} values and writes {ofSample} logits for each, "
                + $"but got {values.Length} values and memory for {logits.Length} logits.",
                nameof(values));
        }
        int most = Math.Min(samples, Info.Batch);
        float[] inputs = ArrayPool<float>.Shared.Rent(most * size);
        for (int first = 0; first < samples; first += most)
        {
            int count = Math.Min(most, samples - first);
            for (int i = 0; i < count; i++)
                scaling.Apply(values.Slice((first + i) * size, size), inputs.AsSpan(i * size, size));
            ReadOnlySpan<float> batch = inputs.AsSpan(0, count * size);
            Predict(batch, logits.Slice(first * ofSample, count * ofSample));
        }
        ArrayPool<float>.Shared.Return(inputs);
    }

    private void CheckOne(int length, string parameter)
    {
        int size = PredictionInput.Elements(Info);
        if (length != size)
            throw new ArgumentException($"{Info.Name} classifies one sample of {size} values, but got {length}.", parameter);
    }

    private void ThrowIfDisposed()
    {
        if (_isDisposed)
            throw new ObjectDisposedException(Info.Name);
    }
}
