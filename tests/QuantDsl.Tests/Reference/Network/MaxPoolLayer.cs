namespace QuantDsl.Tests.Reference;

/// <summary>
/// Maximum of each square window; rows and columns that do not fill a window are dropped. Of equal maxima the first, row by row, wins.
/// </summary>
public sealed class MaxPoolLayer(int kernel, int? stride = null) : NetworkLayer
{
    private readonly int _stride = stride ?? kernel;
    private NdArray _input = null!;

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        int height = (input.Shape[2] - kernel) / _stride + 1;
        int width = (input.Shape[3] - kernel) / _stride + 1;
        NdArray output = new([input.Batch, input.Channels, height, width]);
        foreach ((int n, int c, int y, int x) in Images.Indices(output))
        {
            (int bestY, int bestX) = Argmax(n, c, y, x);
            output[n, c, y, x] = input[n, c, bestY, bestX];
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        foreach ((int n, int c, int y, int x) in Images.Indices(outputGradient))
        {
            (int bestY, int bestX) = Argmax(n, c, y, x);
            inputGradient[n, c, bestY, bestX] += outputGradient[n, c, y, x];
        }

        return inputGradient;
    }

    private (int Y, int X) Argmax(int n, int c, int y, int x)
    {
        (int Y, int X) best = (y * _stride, x * _stride);
        for (int i = y * _stride; i < y * _stride + kernel; i++)
        {
            for (int j = x * _stride; j < x * _stride + kernel; j++)
            {
                // Strictly greater: the first maximum wins.
                if (_input[n, c, i, j] > _input[n, c, best.Y, best.X]) best = (i, j);
            }
        }

        return best;
    }
}
