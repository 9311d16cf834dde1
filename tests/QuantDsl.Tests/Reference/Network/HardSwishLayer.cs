namespace QuantDsl.Tests.Reference;

/// <summary>x·min(max(x + 3, 0), 6)/6; the derivative jumps at −3 and at 3, where it is that of the middle.</summary>
public sealed class HardSwishLayer : NetworkLayer, IKink
{
    private int[] _parts = []; // −1 below −3, 0 in the middle, 1 above 3
    private double[] _inputs = [];

    public Func<double, double, bool>? TakesOtherSide { get; set; }

    public bool IsFrozen { get; set; }

    public bool IsUnstable { get; private set; }

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        if (IsFrozen)
        {
            IsUnstable = Enumerable.Range(0, input.Data.Length)
                .Any(i => Distance(_inputs[i]) == 0 ? Distance(input.Data[i]) != 0 : Part(input.Data[i]) != Part(_inputs[i]));
            return new NdArray(input.Shape, [.. input.Data.Select((x, i) => Value(x, _parts[i]))]);
        }

        double largest = input.Data.Max(Math.Abs);
        _inputs = [.. input.Data];
        _parts = [.. input.Data.Select(x => Other(x, largest) ? (Part(x) == 0 ? Math.Sign(x) : 0) : Part(x))];
        return new NdArray(input.Shape, [.. input.Data.Select(x => Value(x, Part(x)))]);
    }

    public override NdArray Backward(NdArray outputGradient) => new(
        outputGradient.Shape,
        [.. outputGradient.Data.Select((g, i) => g * _parts[i] switch { < 0 => 0, 0 => ((2 * _inputs[i]) + 3) / 6, _ => 1 })]);

    private bool Other(double x, double largest) => Distance(x) != 0 && TakesOtherSide?.Invoke(Distance(x), largest) == true;

    private static double Distance(double x) => Math.Min(Math.Abs(x - 3), Math.Abs(x + 3));

    private static int Part(double x) => x < -3 ? -1 : x <= 3 ? 0 : 1;

    private static double Value(double x, int part) => part switch { < 0 => 0, 0 => x * (x + 3) / 6, _ => x };
}
