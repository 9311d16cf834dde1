// A gated recurrent unit, with the equations and operations of the CPU's (GruCell.cs): r, z = σ of the sums of their gates, n = tanh(s + r·q) and
// h = (1 − z)·n + z·h′, where h′ is the state before, q what the gate n gets from it, and s what it gets from x. Rows of gates are those of r, z, n
// in this order.

template <class Layer>
struct Gru
{
    static constexpr int Hidden = Layer::Hidden;

    // Through all positions, from zeros. `bias` is that of the products with a state; `gates` keeps r, z, n, q of all positions.
    template <class S, class W, class G, class H>
    static __device__ void forward(S sums, W weights, const float* bias, G gates, H states, int samples)
    {
        if (Layer::isIdle(samples))
            return;
        for (int position = 0; position < S::Pixels; position++)
        {
            for (int first = 0; first < Hidden; first += Layer::UnitsAtOnce)
            {
                float ofInput[3][Layer::Places]; // on its way while products are made
                #pragma unroll
                for (int place = 0; place < Layer::Places; place++)
                {
                    int sample = min(Layer::sample(place), samples - 1);
                    int unit = min(Layer::unit(first, place), Hidden - 1);
                    #pragma unroll
                    for (int gate = 0; gate < 3; gate++)
                        ofInput[gate][place] = sums(sample, (position * 3 + gate) * Hidden + unit);
                }
                float recurrent[3][Layer::Places] = {};
                if (position > 0)
                    Layer::addStates(weights, states, position - 1, first, samples, recurrent);
                #pragma unroll
                for (int place = 0; place < Layer::Places; place++)
                {
                    int sample = Layer::sample(place);
                    int unit = Layer::unit(first, place);
                    if (unit < Hidden && sample < samples)
                    {
                        float of[3], ofState[3];
                        #pragma unroll
                        for (int gate = 0; gate < 3; gate++)
                        {
                            float added = bias[gate * Hidden + unit];
                            of[gate] = ofInput[gate][place];
                            ofState[gate] = position == 0 ? added : recurrent[gate][place] + added;
                        }
                        step(of, ofState, gates, states, sample, position, unit);
                    }
                }
            }
        }
    }

    // Back through all positions: the gradients of what the gates get from x and from the state before. `keptGradient` is memory for what a state
    // gets through the state behind it.
    template <class G, class H, class W, class Y, class D, class R, class M>
    static __device__ void backward(
        G gates, H states, W weights, Y outputGradient, D sumGradient, R recurrentGradient, M keptGradient, int samples)
    {
        if (Layer::isIdle(samples))
            return;
        const int last = H::Pixels - 1;
        for (int position = last; position >= 0; position--)
        {
            __syncthreads(); // the gradients of the position behind are written
            for (int first = 0; first < Hidden; first += Layer::UnitsAtOnce)
            {
                float products[Layer::Places] = {};
                if (position < last)
                    Layer::addGradients(weights, recurrentGradient, position + 1, first, samples, products);
                #pragma unroll
                for (int place = 0; place < Layer::Places; place++)
                {
                    int sample = Layer::sample(place);
                    int unit = Layer::unit(first, place);
                    if (unit < Hidden && sample < samples)
                    {
                        float kept = position == last ? 0.0f : keptGradient(sample, unit);
                        float ofState = ofLast<Hidden>(outputGradient, sample, position, H::Pixels, unit) + products[place] + kept;
                        stepBack(gates, states, ofState, sumGradient, recurrentGradient, keptGradient, sample, position, unit);
                    }
                }
            }
        }
    }

private:
    template <class G, class H>
    static __device__ __forceinline__ void step(
        const float (&of)[3], const float (&ofState)[3], G gates, H states, int sample, int position, int unit)
    {
        float r = logistic(of[0] + ofState[0]);
        float z = logistic(of[1] + ofState[1]);
        float q = ofState[2];
        float n = hyperbolicTangent(fmaf(r, q, of[2]));
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
