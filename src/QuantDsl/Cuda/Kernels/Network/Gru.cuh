// A gated recurrent unit, with the equations and operations of the CPU's (GruCell.cs): r, z = σ of the sums of their gates, n = tanh(s + r·q) and
// h = (1 − z)·n + z·h′, where h′ is the state before, q what the gate n gets from it, and s what it gets from x. Rows of gates are those of r, z, n
// in this order.

template <int Hidden, int Units, int Samples>
struct Gru
{
    using Layer = Recurrence<3, Hidden, Units, Samples>;

    // Through all positions, from zeros. `bias` is that of the products with a state; `gates` keeps r, z, n, q of all positions.
    template <class S, class G, class H>
    static __device__ void forward(S sums, const float* weights, const float* bias, G gates, H states, int samples)
    {
        if (Layer::isIdle(samples))
            return;
        for (int position = 0; position < S::Pixels; position++)
        {
            for (int first = 0; first < Hidden; first += Units)
            {
                float recurrent[3][Samples] = {};
                if (position > 0)
                    Layer::addStates(weights, states, position - 1, first, samples, recurrent);
                int unit = Layer::unit(first);
                #pragma unroll
                for (int s = 0; s < Samples; s++)
                {
                    int sample = Layer::firstSample() + s;
                    if (unit < Hidden && sample < samples)
                    {
                        float of[3];
                        #pragma unroll
                        for (int gate = 0; gate < 3; gate++)
                            of[gate] = position == 0 ? bias[gate * Hidden + unit] : recurrent[gate][s] + bias[gate * Hidden + unit];
                        step(sums, of, gates, states, sample, position, unit);
                    }
                }
            }
        }
    }

    // Back through all positions: the gradients of what the gates get from x and from the state before. `keptGradient` is memory for what a state
    // gets through the state behind it.
    template <class G, class H, class Y, class D, class R, class M>
    static __device__ void backward(
        G gates, H states, const float* weights, Y outputGradient, D sumGradient, R recurrentGradient, M keptGradient, int samples)
    {
        if (Layer::isIdle(samples))
            return;
        const int last = H::Pixels - 1;
        for (int position = last; position >= 0; position--)
        {
            __syncthreads(); // the gradients of the position behind are written
            for (int first = 0; first < Hidden; first += Units)
            {
                int unit = Layer::unit(first);
                float products[Samples] = {};
                if (position < last)
                    Layer::addGradients(weights, recurrentGradient, position + 1, unit, samples, products);
                #pragma unroll
                for (int s = 0; s < Samples; s++)
                {
                    int sample = Layer::firstSample() + s;
                    if (unit < Hidden && sample < samples)
                    {
                        float kept = position == last ? 0.0f : keptGradient(sample, unit);
                        float ofState = Layer::ofLast(outputGradient, sample, position, H::Pixels, unit) + products[s] + kept;
                        stepBack(gates, states, ofState, sumGradient, recurrentGradient, keptGradient, sample, position, unit);
                    }
                }
            }
        }
    }

private:
    template <class S, class G, class H>
    static __device__ __forceinline__ void step(
        S sums, const float (&recurrent)[3], G gates, H states, int sample, int position, int unit)
    {
        int of = position * 3 * Hidden + unit;
        float r = logistic(sums(sample, of) + recurrent[0]);
        float z = logistic(sums(sample, of + Hidden) + recurrent[1]);
        float q = recurrent[2];
        float n = hyperbolicTangent(fmaf(r, q, sums(sample, of + 2 * Hidden)));
        float before = position == 0 ? 0.0f : states(sample, (position - 1) * Hidden + unit);
        if constexpr (IsKept<G>::Is)
        {
            gates(sample, position * 4 * Hidden + unit) = r;
            gates(sample, (position * 4 + 1) * Hidden + unit) = z;
            gates(sample, (position * 4 + 2) * Hidden + unit) = n;
            gates(sample, (position * 4 + 3) * Hidden + unit) = q;
        }
        states(sample, position * Hidden + unit) = fmaf(z, before - n, n);
    }

    template <class G, class H, class D, class R, class M>
    static __device__ __forceinline__ void stepBack(
        G gates, H states, float ofState, D sumGradient, R recurrentGradient, M keptGradient, int sample, int position, int unit)
    {
        int kept = position * 4 * Hidden + unit;
        float r = gates(sample, kept), z = gates(sample, kept + Hidden);
        float n = gates(sample, kept + 2 * Hidden), q = gates(sample, kept + 3 * Hidden);
        float before = position == 0 ? 0.0f : states(sample, (position - 1) * Hidden + unit);
        float ofCandidate = ofState * (1.0f - z) * fmaf(0.0f - n, n, 1.0f);
        float ofReset = ofCandidate * q * (r * (1.0f - r));
        float ofUpdate = ofState * (before - n) * (z * (1.0f - z));
        int of = position * 3 * Hidden + unit;
        sumGradient(sample, of) = ofReset;
        recurrentGradient(sample, of) = ofReset;
        sumGradient(sample, of + Hidden) = ofUpdate;
        recurrentGradient(sample, of + Hidden) = ofUpdate;
        sumGradient(sample, of + 2 * Hidden) = ofCandidate;
        recurrentGradient(sample, of + 2 * Hidden) = ofCandidate * r;
        keptGradient(sample, unit) = ofState * z;
    }
};
