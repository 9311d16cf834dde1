using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The units of an LSTM at one position, with PyTorch's equations: i, f, o = σ and g = tanh of the sums of their gates, c = f·c′ + i·g and
/// h = o·tanh(c), where c′ is the cell before. Rows of gates are those of i, f, g, o in this order.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class LstmCell
{
    /// <summary>Gates.</summary>
    public const int Gates = 4;

    /// <summary>Forward.</summary>
    /// <param name="sums">What the gates get from x and the bias, [4·hidden].</param>
    /// <param name="recurrent">What they get from the state before, [4·hidden]; null: nothing.</param>
    /// <param name="cellBefore">c′, [hidden]; null: zeros.</param>
    /// <param name="gates">Receives i, f, g, o for the gradient, [4·hidden]; null: nobody asks for it.</param>
    /// <param name="cell">Receives c, [hidden]; may be c′.</param>
    /// <param name="state">Receives h, [hidden].</param>
    /// <param name="hidden">Units.</param>
    public static void Forward<TLanes>(
        float* sums, float* recurrent, float* cellBefore, float* gates, float* cell, float* state, int hidden)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int unit = 0; unit < hidden; unit += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, hidden - unit);
            TLanes i = Logistic.Of(CellInput.Sum<TLanes>(sums, recurrent, unit, lanes));
            TLanes f = Logistic.Of(CellInput.Sum<TLanes>(sums, recurrent, hidden + unit, lanes));
            TLanes g = HyperbolicTangent.Of(CellInput.Sum<TLanes>(sums, recurrent, (2 * hidden) + unit, lanes));
            TLanes o = Logistic.Of(CellInput.Sum<TLanes>(sums, recurrent, (3 * hidden) + unit, lanes));
            TLanes c = TLanes.MultiplyAdd(f, CellInput.LoadOrZero<TLanes>(cellBefore, unit, lanes), i * g);
            if (gates != null)
            {
                LaneAccess.Store(i, gates + unit, lanes);
                LaneAccess.Store(f, gates + hidden + unit, lanes);
                LaneAccess.Store(g, gates + (2 * hidden) + unit, lanes);
                LaneAccess.Store(o, gates + (3 * hidden) + unit, lanes);
            }
            LaneAccess.Store(c, cell + unit, lanes);
            LaneAccess.Store(o * HyperbolicTangent.Of(c), state + unit, lanes);
        }
    }

    /// <summary>Backward. ∂v is the gradient of the loss with respect to v.</summary>
    /// <param name="gates">i, f, g, o, [4·hidden].</param>
    /// <param name="cellBefore">c′, [hidden]; null: zeros.</param>
    /// <param name="cell">c, [hidden].</param>
    /// <param name="outputGradient">∂h as the layer's output, [hidden]; null: nobody reads it.</param>
    /// <param name="recurrentGradient">∂h as what the next position reads, [hidden]; null at the last position.</param>
    /// <param name="gateGradient">Receives the gradient of the gates' sums, [4·hidden].</param>
    /// <param name="cellGradient">∂c as the next position left it, [hidden]; becomes ∂c′.</param>
    /// <param name="hidden">Units.</param>
    public static void Backward<TLanes>(
        float* gates,
        float* cellBefore,
        float* cell,
        float* outputGradient,
        float* recurrentGradient,
        float* gateGradient,
        float* cellGradient,
        int hidden)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        for (int unit = 0; unit < hidden; unit += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, hidden - unit);
            TLanes i = LaneAccess.Load<TLanes>(gates + unit, lanes);
            TLanes f = LaneAccess.Load<TLanes>(gates + hidden + unit, lanes);
            TLanes g = LaneAccess.Load<TLanes>(gates + (2 * hidden) + unit, lanes);
            TLanes o = LaneAccess.Load<TLanes>(gates + (3 * hidden) + unit, lanes);
            TLanes bounded = HyperbolicTangent.Of(LaneAccess.Load<TLanes>(cell + unit, lanes));
            TLanes before = CellInput.LoadOrZero<TLanes>(cellBefore, unit, lanes);
            TLanes ofState = CellInput.LoadOrZero<TLanes>(outputGradient, unit, lanes) + CellInput.LoadOrZero<TLanes>(recurrentGradient, unit, lanes);
            TLanes slope = TLanes.MultiplyAdd(TLanes.Zero - bounded, bounded, one);
            TLanes ofCell = TLanes.MultiplyAdd(ofState * o, slope, LaneAccess.Load<TLanes>(cellGradient + unit, lanes));
            LaneAccess.Store(ofCell * g * (i * (one - i)), gateGradient + unit, lanes);
            LaneAccess.Store(ofCell * before * (f * (one - f)), gateGradient + hidden + unit, lanes);
            TLanes ofCandidate = ofCell * i * TLanes.MultiplyAdd(TLanes.Zero - g, g, one);
            LaneAccess.Store(ofCandidate, gateGradient + (2 * hidden) + unit, lanes);
            LaneAccess.Store(ofState * bounded * (o * (one - o)), gateGradient + (3 * hidden) + unit, lanes);
            LaneAccess.Store(ofCell * f, cellGradient + unit, lanes);
        }
    }
}
