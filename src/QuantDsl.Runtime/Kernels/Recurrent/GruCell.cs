using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The units of a GRU at one position, with PyTorch's equations: r, z = σ of the sums of their gates, n = tanh(s + r·q) and
/// h = (1 − z)·n + z·h′, where h′ is the state before, q what the gate n gets from it, and s what it gets from x. Rows of gates are those
/// of r, z, n in this order.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class GruCell
{
    /// <summary>Gates.</summary>
    public const int Gates = 3;

    /// <summary>Forward.</summary>
    /// <param name="sums">What the gates get from x and the bias, [3·hidden].</param>
    /// <param name="recurrent">What they get from the state before and its bias, [3·hidden].</param>
    /// <param name="stateBefore">h′, [hidden]; null: zeros.</param>
    /// <param name="gates">Receives r, z, n, q for the gradient, [4·hidden]; null: nobody asks for it.</param>
    /// <param name="state">Receives h, [hidden].</param>
    /// <param name="hidden">Units.</param>
    public static void Forward<TLanes>(float* sums, float* recurrent, float* stateBefore, float* gates, float* state, int hidden)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int unit = 0; unit < hidden; unit += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, hidden - unit);
            TLanes r = Logistic.Of(CellInput.Sum<TLanes>(sums, recurrent, unit, lanes));
            TLanes z = Logistic.Of(CellInput.Sum<TLanes>(sums, recurrent, hidden + unit, lanes));
            TLanes q = LaneAccess.Load<TLanes>(recurrent + (2 * hidden) + unit, lanes);
            TLanes n = HyperbolicTangent.Of(TLanes.MultiplyAdd(r, q, LaneAccess.Load<TLanes>(sums + (2 * hidden) + unit, lanes)));
            TLanes h = TLanes.MultiplyAdd(z, CellInput.LoadOrZero<TLanes>(stateBefore, unit, lanes) - n, n);
            if (gates != null)
            {
                LaneAccess.Store(r, gates + unit, lanes);
                LaneAccess.Store(z, gates + hidden + unit, lanes);
                LaneAccess.Store(n, gates + (2 * hidden) + unit, lanes);
                LaneAccess.Store(q, gates + (3 * hidden) + unit, lanes);
            }
            LaneAccess.Store(h, state + unit, lanes);
        }
    }

    /// <summary>Backward. ∂v is the gradient of the loss with respect to v.</summary>
    /// <param name="gates">r, z, n, q, [4·hidden].</param>
    /// <param name="stateBefore">h′, [hidden]; null: zeros.</param>
    /// <param name="outputGradient">∂h as the layer's output, [hidden]; null: nobody reads it.</param>
    /// <param name="productGradient">∂h through the products of the next position, [hidden]; null at the last position.</param>
    /// <param name="keptGradient">
    /// ∂h through what the next position kept of it, [hidden], zeros at the last position; becomes what h′ gets that way.
    /// </param>
    /// <param name="sumGradient">Receives the gradient of <c>sums</c>, [3·hidden].</param>
    /// <param name="recurrentGradient">Receives the gradient of <c>recurrent</c>, [3·hidden].</param>
    /// <param name="hidden">Units.</param>
    public static void Backward<TLanes>(
        float* gates,
        float* stateBefore,
        float* outputGradient,
        float* productGradient,
        float* keptGradient,
        float* sumGradient,
        float* recurrentGradient,
        int hidden)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        for (int unit = 0; unit < hidden; unit += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, hidden - unit);
            TLanes r = LaneAccess.Load<TLanes>(gates + unit, lanes);
            TLanes z = LaneAccess.Load<TLanes>(gates + hidden + unit, lanes);
            TLanes n = LaneAccess.Load<TLanes>(gates + (2 * hidden) + unit, lanes);
            TLanes q = LaneAccess.Load<TLanes>(gates + (3 * hidden) + unit, lanes);
            TLanes before = CellInput.LoadOrZero<TLanes>(stateBefore, unit, lanes);
            TLanes ofState = CellInput.LoadOrZero<TLanes>(outputGradient, unit, lanes)
                + CellInput.LoadOrZero<TLanes>(productGradient, unit, lanes)
                + LaneAccess.Load<TLanes>(keptGradient + unit, lanes);
            TLanes ofCandidate = ofState * (one - z) * TLanes.MultiplyAdd(TLanes.Zero - n, n, one);
            TLanes ofReset = ofCandidate * q * (r * (one - r));
            TLanes ofUpdate = ofState * (before - n) * (z * (one - z));
            LaneAccess.Store(ofReset, sumGradient + unit, lanes);
            LaneAccess.Store(ofReset, recurrentGradient + unit, lanes);
            LaneAccess.Store(ofUpdate, sumGradient + hidden + unit, lanes);
            LaneAccess.Store(ofUpdate, recurrentGradient + hidden + unit, lanes);
            LaneAccess.Store(ofCandidate, sumGradient + (2 * hidden) + unit, lanes);
            LaneAccess.Store(ofCandidate * r, recurrentGradient + (2 * hidden) + unit, lanes);
            LaneAccess.Store(ofState * z, keptGradient + unit, lanes);
        }
    }
}
