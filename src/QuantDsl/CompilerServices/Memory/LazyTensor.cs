using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A tensor over memory of a model. It is made when somebody first asks for it, since that loads libtorch. Safe for concurrent use.
/// </summary>
/// <param name="make">Makes the tensor.</param>
internal sealed class LazyTensor(Func<Tensor> make) : IDisposable
{
    private readonly Lock _gate = new();
    private Tensor? _tensor;
    private bool _isDisposed;

    /// <summary>The tensor, which remains this object's.</summary>
    /// <exception cref="TorchLoadException">libtorch cannot be loaded.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Tensor Value => Volatile.Read(ref _tensor) ?? Make();

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _tensor?.Dispose();
        }
    }

    private Tensor Make()
    {
        lock (_gate)
        {
            if (_tensor is { } made)
                return made;
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(Parameter));
            TorchLibrary.EnsureLoaded();
            using IDisposable trainable = inference_mode(false); // a tensor made inside torch.inference_mode() could never be trained
            Tensor tensor = make().DetachFromDisposeScope(); // later callers need it, too
            Volatile.Write(ref _tensor, tensor);
            return tensor;
        }
    }
}
