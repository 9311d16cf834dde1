using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Examples of a user's source. Whatever it does wrong is reported with the number of the example.</summary>
internal sealed class UserExamples : ExampleSource
{
    private readonly IExampleSource _source;
    private readonly string _name;

    /// <summary>Asks the source what it has.</summary>
    /// <exception cref="DatasetException">It has no examples, or no shape or threads that make sense.</exception>
    public UserExamples(IExampleSource source, string name)
    {
        (_source, _name) = (source, name);
        (Count, Shape, Threads) = (source.Count, [.. source.Shape ?? []], source.Threads);
        Normalization = source.Normalization;
        DatasetCheck.Source(name, Count, Shape, Threads);
        if (Normalization is not null)
            Normalization.CheckChannels(name, Shape[0]);
    }

    public override long Count { get; }

    public override long[] Shape { get; }

    public override Normalization? Normalization { get; }

    public override int Threads { get; }

    public override void AppendTo(IncrementalHash hash)
    {
        if (_source.Fingerprint is { } fingerprint)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(fingerprint));
            return;
        }

        using SourceColumn all = new(this, new torch.Device(DeviceType.CPU));
        all.ReadAll(part => hash.AppendData(MemoryMarshal.AsBytes(part)));
    }

    protected internal override void Read(long index, RandomRegion? region, Span<float> example)
    {
        example.Clear();
        try
        {
            _source.Read(index, example);
        }
        catch (Exception cause) when (cause is not (DatasetException or OutOfMemoryException or OperationCanceledException))
        {
            throw DatasetException.At(
                Place(index),
                Invariant($"{example.Length} numbers from {_source.GetType().Name}.{nameof(IExampleSource.Read)}"),
                $"{cause.GetType().Name} ({cause.Message.TrimEnd('.')})",
                "The inner exception says where.",
                cause);
        }

        int bad = DatasetCheck.IndexOfInfinite(example);
        if (bad >= 0)
        {
            throw DatasetException.At(
                Place(index), "finite numbers", Invariant($"{example[bad]} at position {bad}"), "Remove or replace these values.");
        }
    }

    private string Place(long index) => Invariant($"{_name}, example {index}");
}
