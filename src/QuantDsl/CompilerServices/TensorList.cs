using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Creates several tensors or none: if one cannot be created, the earlier ones are released at once rather than by the garbage collector.
/// </summary>
internal static class TensorList
{
    /// <summary>Creates the tensors.</summary>
    /// <param name="count">Number of tensors.</param>
    /// <param name="make">Creates the tensor of an index, or returns null if there is none.</param>
    public static Tensor?[] Make(int count, Func<int, Tensor?> make)
    {
        var tensors = new Tensor?[count];
        try
        {
            for (int index = 0; index < count; index++)
                tensors[index] = make(index);
            return tensors;
        }
        catch
        {
            Release(tensors);
            throw;
        }
    }

    /// <summary>Releases the tensors that are not null.</summary>
    public static void Release(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (Tensor? tensor in tensors)
            tensor?.Dispose();
    }
}
