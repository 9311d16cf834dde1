using System.Reflection;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Everything that an object reaches by its fields, and how much memory it holds.</summary>
internal sealed class ObjectGraph
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<(long Start, long End)> _native = [];

    public ObjectGraph(object root)
    {
        Stack<object> open = new([root]);
        while (open.TryPop(out object? next))
        {
            if (!_seen.Add(next))
                continue;
            if (next is Tensor tensor)
            {
                Tensors++;
                Note(tensor);
            }
            else if (next is Array array)
            {
                ManagedBytes += array.GetType().GetElementType()!.IsPrimitive ? Buffer.ByteLength(array) : 0;
                foreach (object? element in array)
                    Push(open, element);
            }
            else
            {
                for (Type? type = next.GetType(); type is not null; type = type.BaseType)
                {
                    foreach (FieldInfo field in type.GetFields(Flags))
                        Push(open, field.FieldType.IsPointer ? null : field.GetValue(next));
                }
            }
        }
    }

    /// <summary>Live tensors, views included.</summary>
    public int Tensors { get; private set; }

    /// <summary>Bytes of arrays of numbers.</summary>
    public long ManagedBytes { get; private set; }

    /// <summary>Bytes of the tensors' memory; what several of them share counts once.</summary>
    public long TensorBytes
    {
        get
        {
            long bytes = 0;
            long end = 0;
            foreach ((long start, long stop) in _native.Order())
            {
                bytes += Math.Max(0, stop - Math.Max(start, end));
                end = Math.Max(end, stop);
            }
            return bytes;
        }
    }

    private const BindingFlags Flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static void Push(Stack<object> open, object? value)
    {
        bool isPlain = value is null or string or Type or Delegate or Pointer || value.GetType().IsPrimitive || value.GetType().IsEnum;
        if (!isPlain)
            open.Push(value!);
    }

    private unsafe void Note(Tensor tensor)
    {
        if (tensor.numel() == 0)
            return;
        fixed (byte* data = tensor.bytes)
            _native.Add(((long)data, (long)data + tensor.bytes.Length));
    }
}
