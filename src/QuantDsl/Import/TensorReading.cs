using System.Buffers.Binary;
using QuantDsl.Formats;

namespace QuantDsl.Import;

/// <summary>Reads tensors of a file as float32.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Its path, for messages.</param>
internal sealed class TensorReading(SafetensorsFile file, string path)
{
    /// <summary>The values for an array.</summary>
    /// <exception cref="ModelFileException">A tensor has another type or shape, or values that the array cannot have.</exception>
    public float[] Read(ImportPair pair)
    {
        foreach (SafetensorsEntry source in pair.Sources)
            Check(source, pair.Target);
        float[] values = Values(pair.Sources[0]);
        foreach (SafetensorsEntry other in pair.Sources.Skip(1))
        {
            float[] added = Values(other);
            for (int i = 0; i < values.Length; i++)
                values[i] += added[i];
        }
        float least = pair.Target.Role == ImportRole.Variance ? 0f : float.MinValue;
        int wrong = Array.FindIndex(values, value => !float.IsFinite(value) || value < least);
        if (wrong >= 0)
        {
            throw Refused(
                $"value {wrong} of {pair.SourceWords} is {values[wrong]}, but {pair.Target.Name} takes finite values"
                + $"{(least == 0f ? ", none below 0" : "")}. Check the training run that it comes from.");
        }
        return values;
    }

    private void Check(SafetensorsEntry source, ImportTarget target)
    {
        string name = SafetensorsHeader.Quote(source.Name);
        if (source.Dtype.Name is not ("F32" or "F16" or "BF16"))
        {
            throw Refused(
                $"its tensor {name} is {source.Dtype.Name}, but weights are read from F32, F16 and BF16. Convert it before it is saved.");
        }
        if (!source.Shape.SequenceEqual(target.Shape))
        {
            throw Refused(
                $"its tensor {name} is {NameMatching.Shape(source.Shape)}, but {target.Name} is {NameMatching.Shape(target.Shape)}. "
                + "Declare the layer with these sizes, or load another tensor.");
        }
    }

    private float[] Values(SafetensorsEntry entry)
    {
        byte[] bytes = new byte[entry.Length];
        file.Read(entry.Name, new MemoryValues(entry.Dtype.ScalarType, [.. entry.Shape], bytes));
        float[] values = new float[bytes.Length / entry.Dtype.Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = Value(bytes.AsSpan(i * entry.Dtype.Size), entry.Dtype.Name);
        return values;
    }

    private static float Value(ReadOnlySpan<byte> bytes, string type) => type switch
    {
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16), // the upper half of an F32
    };

    private ModelFileException Refused(string reason) => new($"Cannot load weights from '{path}': {reason}");
}
