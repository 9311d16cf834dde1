using QuantDsl.Native;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>
/// libtorch at its fastest setting, which counts as baseline even where its convolutions are wrong, and at the one at which they are right,
/// which <see cref="TorchLibrary"/> has chosen.
/// </summary>
internal static class LibtorchSpeed
{
    /// <summary>Whether both are the same, because convolutions are right as libtorch comes.</summary>
    public static bool IsRight => TorchLibrary.Convolutions != ConvolutionCheck.RightWithoutOneDnn;

    /// <summary>Runs something at the fastest setting.</summary>
    public static void Fastest(Action action)
    {
        if (IsRight)
        {
            action();
            return;
        }
        OneDnn.TrySet(TorchLibrary.Handle, isOn: true);
        try
        {
            action();
        }
        finally
        {
            OneDnn.TrySet(TorchLibrary.Handle, isOn: false);
        }
    }
}
