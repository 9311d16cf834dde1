namespace QuantDsl.Tests.Reference;

/// <summary>Activations without a kink.</summary>
public static class Activations
{
    public static NetworkLayer Tanh() => new SmoothActivationLayer(Math.Tanh, x => 1 - Math.Pow(Math.Tanh(x), 2));

}
