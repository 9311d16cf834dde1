// How weights move, with the same operations in the same order as on the CPU (Adam.cs), so with the same bits: nothing is contracted.

// What a recipe has unless it says otherwise.
struct Recipe
{
    static constexpr float GradientClip = 0.0f; // none
    static constexpr bool DecaysWeights = false;
    static constexpr bool IsMeasured = false;
};

template <class Model>
__device__ __forceinline__ float clipped(float g)
{
    constexpr float bound = Model::GradientClip;
    if constexpr (bound > 0.0f)
        return g > bound ? bound : g < -bound ? -bound : g; // NaN stays: no comparison with it holds
    else
        return g;
}

// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g².
template <class Model>
__device__ __forceinline__ void addGradient(float g, float& m, float& v)
{
    g = clipped<Model>(g);
    m = m * (float)Model::Beta1 + g * (float)(1 - Model::Beta1);
    v = v * (float)Model::Beta2 + g * g * (float)(1 - Model::Beta2);
}

// √v̂ + ε.
template <class Model>
__device__ __forceinline__ float root(float v, float biasCorrection)
{
    return sqrtf(v * biasCorrection) + Model::Epsilon;
}

// A step along m̂ with D = (√v̂ + ε)/η.
template <class Model>
__device__ __forceinline__ void forward(Step step, float g, float& m, float& v, float& direction, float& d)
{
    addGradient<Model>(g, m, v);
    direction = m * step.biasCorrection1;
    d = root<Model>(v, step.biasCorrection2) * step.inverseLearningRate;
}

// A step along am̂ + (1 − a)m̂* with D̄ = aD + (1 − a)D*: m̂ and D follow from g, m̂* and D* from the trial's gradient (BLAQ, eq. 8 and 9).
template <class Model>
__device__ __forceinline__ void backtrack(Step step, float g, float trial, float& m, float& v, float& direction, float& d)
{
    addGradient<Model>(g, m, v);
    float mTrial = m;
    float vTrial = v;
    addGradient<Model>(trial, mTrial, vTrial);
    float current = root<Model>(v, step.biasCorrection2);
    float next = root<Model>(vTrial, step.nextBiasCorrection2);
    d = (current * step.blend + next * step.oneMinusBlend) * step.inverseLearningRate;
    direction = m * step.biasCorrection1 * step.blend + mTrial * step.nextBiasCorrection1 * step.oneMinusBlend;
    if constexpr (Model::CarriesTrialMoments)
    {
        m = m * step.blend + mTrial * step.oneMinusBlend;
        v = v * step.blend + vTrial * step.oneMinusBlend;
    }
}

// The value that w moves to, and its curvature D; the moments move in place. `first` is the gradient at the quantized weights in the second half
// of a backtrack step, whose `g` is the trial's. Weights that decay (AdamW) are first multiplied by 1 − ηλ.
template <class Model, int kind>
__device__ __forceinline__ float moved(Step step, bool decays, float first, float g, float w, float& m, float& v, float& d)
{
    float direction;
    if constexpr (kind == Backtrack)
        backtrack<Model>(step, first, g, m, v, direction, d);
    else
        forward<Model>(step, g, m, v, direction, d);
    d = fminf(d, 3.402823466e+38f); // finite even where 1/η is so large that (√v̂ + ε)/η overflows
    if constexpr (Model::DecaysWeights)
    {
        if (decays)
            w = w * step.kept;
    }
    return w - direction / d;
}
