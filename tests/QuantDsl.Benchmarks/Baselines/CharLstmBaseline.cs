using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>The character LSTM in full precision with TorchSharp's own layers and Adam: one-hot input, 512 units, a linear layer.</summary>
internal sealed class CharLstmBaseline : IDisposable
{
    private const int Characters = 87;
    private const int Hidden = 512;
    private const double Clip = 5;

    private readonly LSTM _lstm = LSTM(Characters, Hidden, batchFirst: true);
    private readonly Linear _out = Linear(Hidden, Characters);
    private readonly optim.Optimizer _optimizer;

    public CharLstmBaseline()
    {
        Parameters = [.. _lstm.parameters(), .. _out.parameters()];
        _optimizer = optim.Adam(Parameters, lr: 0.002);
    }

    private IReadOnlyList<TorchSharp.Modules.Parameter> Parameters { get; }

    /// <summary>A step on token ids [N, length] and their successors; returns the loss.</summary>
    public float Step(Tensor tokens, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor input = functional.one_hot(tokens, Characters).to(ScalarType.Float32);
        (Tensor states, _, _) = _lstm.call(input);
        Tensor loss = functional.cross_entropy(_out.call(states).view(-1, Characters), labels.view(-1));
        loss.backward();
        nn.utils.clip_grad_value_(Parameters, Clip);
        _optimizer.step();
        return loss.item<float>();
    }

    /// <summary>Logits of token ids [N, length], without a gradient. The caller disposes them.</summary>
    public Tensor Predict(Tensor tokens)
    {
        using IDisposable noGradient = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        (Tensor states, _, _) = _lstm.call(functional.one_hot(tokens, Characters).to(ScalarType.Float32));
        return _out.call(states).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _lstm.Dispose();
        _out.Dispose();
    }
}
