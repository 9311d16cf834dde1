namespace QuantDsl.Tests.Reference;

/// <summary>
/// Maximum of each square window; rows and columns that do not fill a window are dropped. Of equal maxima the first, row by row, wins.
/// </summary>
public sealed class MaxPoolLayer(int kernel, int? stride = null) : NetworkLayer, IKink
{
    private readonly int _stride = stride ?? kernel;
    private readonly List<int> _winners = []; // positions in the input, in the order of the outputs
    private readonly List<(int Other, bool IsEqual)> _others = []; // the positions of the values that come next
    private NdArray _input = null!;

    public Func<double, double, bool>? TakesOtherSide { get; set; }

    public bool IsFrozen { get; set; }

    public bool IsUnstable { get; private set; }

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        int height = (input.Shape[2] - kernel) / _stride + 1;
        int width = (input.Shape[3] - kernel) / _stride + 1;
        NdArray output = new([input.Batch, input.Channels, height, width]);
        if (IsFrozen)
        {
            for (int i = 0; i < output.Data.Length; i++) output.Data[i] = input.Data[_winners[i]];
            IsUnstable = _winners.Zip(_others).Any(pair =>
            {
                int order = input.Data[pair.First].CompareTo(input.Data[pair.Second.Other]);
                return pair.Second.IsEqual ? order != 0 : order < 0;
            });
            return output;
        }

        _winners.Clear();
        _others.Clear();
        double largest = input.Data.Where(double.IsFinite).Max(Math.Abs);
        foreach ((int n, int c, int y, int x) in Images.Indices(output))
        {
            (int best, int second) = FirstTwo(n, c, y, x);
            output[n, c, y, x] = input.Data[best];
            double distance = input.Data[best] - input.Data[second];
            _others.Add((second, distance == 0));
            _winners.Add(distance > 0 && TakesOtherSide?.Invoke(distance, largest) == true ? second : best);
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        int output = 0;
        foreach ((int n, int c, int y, int x) in Images.Indices(outputGradient))
            inputGradient.Data[_winners[output++]] += outputGradient[n, c, y, x];
        return inputGradient;
    }

    /// <summary>The positions of the largest value of a window and of the next one; the same where the window is a single value.</summary>
    private (int Best, int Second) FirstTwo(int n, int c, int y, int x)
    {
        int best = -1;
        int second = -1;
        for (int i = y * _stride; i < y * _stride + kernel; i++)
        {
            for (int j = x * _stride; j < x * _stride + kernel; j++)
            {
                int position = ((n * _input.Channels + c) * _input.Shape[2] + i) * _input.Shape[3] + j;

                // Strictly greater: the first maximum wins.
                if (best < 0 || _input.Data[position] > _input.Data[best]) (best, second) = (position, best);
                else if (second < 0 || _input.Data[position] > _input.Data[second]) second = position;
            }
        }

        return (best, second < 0 ? best : second);
    }
}
