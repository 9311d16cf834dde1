// Long short-term memory, with the equations and operations of the CPU's (LstmCell.cs): i, f, o = σ and g = tanh of the sums of their gates,
// c = f·c′ + i·g and h = o·tanh(c), where c′ is the cell before. Rows of gates are those of i, f, g, o in this order.

template <class Layer>
struct Lstm
{
    static constexpr int Hidden = Layer::Hidden;

    // Through all positions, from zeros. `gates` keeps i, f, g, o of all positions; `cells` c of all positions, or only the present one.
    template <class S, class W, class G, class C, class H>
    static __device__ void forward(S sums, W weights, G gates, C cells, H states, int samples)
    {
        if (Layer::isIdle(samples))
            return;
        for (int position = 0; position < S::Pixels; position++)
        {
            for (int first = 0; first < Hidden; first += Layer::UnitsAtOnce)
            {
                float ofInput[4][Layer::Places]; // on its way while products are made
                #pragma unroll
                for (int place = 0; place < Layer::Places; place++)
                {
                    int sample = min(Layer::sample(place), samples - 1);
                    int unit = min(Layer::unit(first, place), Hidden - 1);
                    #pragma unroll
                    for (int gate = 0; gate < 4; gate++)
                        ofInput[gate][place] = sums(sample, (position * 4 + gate) * Hidden + unit);
                }
                float recurrent[4][Layer::Places] = {};
                if (position > 0)
                    Layer::addStates(weights, states, position - 1, first, samples, recurrent);
                #pragma unroll
                for (int place = 0; place < Layer::Places; place++)
                {
                    int sample = Layer::sample(place);
                    int unit = Layer::unit(first, place);
                    if (unit < Hidden && sample < samples)
                    {
                        float of[4];
                        #pragma unroll
                        for (int gate = 0; gate < 4; gate++)
                            of[gate] = position == 0 ? ofInput[gate][place] : ofInput[gate][place] + recurrent[gate][place];
                        step(of, gates, cells, states, sample, position, unit);
                    }
                }
            }
        }
    }

    // Back through all positions: the gradient of the gates' sums. `cellGradient` is memory for ∂c.
    template <class G, class C, class W, class Y, class D, class M>
    static __device__ void backward(G gates, C cells, W weights, Y outputGradient, D gateGradient, M cellGradient, int samples)
    {
        if (Layer::isIdle(samples))
            return;
        const int last = C::Pixels - 1;
        for (int position = last; position >= 0; position--)
        {
            __syncthreads(); // the gradients of the position behind are written
            for (int first = 0; first < Hidden; first += Layer::UnitsAtOnce)
            {
                float products[Layer::Places] = {};
                if (position < last)
                    Layer::addGradients(weights, gateGradient, position + 1, first, samples, products);
                #pragma unroll
                for (int place = 0; place < Layer::Places; place++)
                {
                    int sample = Layer::sample(place);
                    int unit = Layer::unit(first, place);
                    if (unit < Hidden && sample < samples)
                    {
                        float ofState = ofLast<Hidden>(outputGradient, sample, position, C::Pixels, unit) + products[place];
                        float ofCell = position == last ? 0.0f : cellGradient(sample, unit);
                        stepBack(gates, cells, ofState, ofCell, gateGradient, cellGradient, sample, position, unit);
                    }
                }
            }
        }
    }

private:
    template <class G, class C, class H>
    static __device__ __forceinline__ void step(
        const float (&of)[4], G gates, C cells, H states, int sample, int position, int unit)
    {
        float i = logistic(of[0]), f = logistic(of[1]), g = hyperbolicTangent(of[2]), o = logistic(of[3]);
        float before = position == 0 ? 0.0f : cells(sample, cellOf<C>(position - 1, unit));
        float c = fmaf(f, before, i * g);
        if constexpr (IsKept<G>::Is)
        {
            gates(sample, position * 4 * Hidden + unit) = i;
            gates(sample, (position * 4 + 1) * Hidden + unit) = f;
            gates(sample, (position * 4 + 2) * Hidden + unit) = g;
            gates(sample, (position * 4 + 3) * Hidden + unit) = o;
        }
        cells(sample, cellOf<C>(position, unit)) = c;
        states(sample, position * Hidden + unit) = o * hyperbolicTangent(c);
    }

    template <class G, class C, class D, class M>
    static __device__ __forceinline__ void stepBack(
        G gates, C cells, float ofState, float afterwards, D gateGradient, M cellGradient, int sample, int position, int unit)
    {
        int of = position * 4 * Hidden + unit;
        float i = gates(sample, of), f = gates(sample, of + Hidden);
        float g = gates(sample, of + 2 * Hidden), o = gates(sample, of + 3 * Hidden);
        float bounded = hyperbolicTangent(cells(sample, cellOf<C>(position, unit)));
        float before = position == 0 ? 0.0f : cells(sample, cellOf<C>(position - 1, unit));
        float slope = fmaf(0.0f - bounded, bounded, 1.0f);
        float ofCell = fmaf(ofState * o, slope, afterwards);
        gateGradient(sample, of) = ofCell * g * (i * (1.0f - i));
        gateGradient(sample, of + Hidden) = ofCell * before * (f * (1.0f - f));
        gateGradient(sample, of + 2 * Hidden) = ofCell * i * fmaf(0.0f - g, g, 1.0f);
        gateGradient(sample, of + 3 * Hidden) = ofState * bounded * (o * (1.0f - o));
        cellGradient(sample, unit) = ofCell * f;
    }

    // Where a cell lies.
    template <class C>
    static __device__ __forceinline__ int cellOf(int position, int unit)
    {
        return min(position, C::Pixels - 1) * Hidden + unit;
    }
};
