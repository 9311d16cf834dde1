using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Several tensors or none: where one cannot be made, those before it are released at once, not when the garbage collector finds them.
/// </summary>
internal static class TensorList
{
    /// <summary>Makes them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="make">Makes one of a number; null: there is none of that number.</param>
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

    /// <summary>Releases those that are there.</summary>
    public static void Release(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (Tensor? tensor in tensors)
            tensor?.Dispose();
    }
}
