// What host and kernels agree on. The structs are those of KernelLayout.cs; a test compares their fields.

const int Threads = 256;   // per block
const int TileSize = 4096; // values that a block moves at a time: four loads of 16 bytes per thread and stream
const int SumsPerTile = 4; // numerator and denominator of a scale, twice: a grid may have one scale for each sign

// What an update does; the first four are UpdateKind. Restore writes the quantized weights that belong to weights and scales.
enum Kind { Initial, Laq, Trial, Backtrack, Restore };

// A fault is the number of an update, then whether its loss is finite, then what is not: the number of a parameter for its gradient, behind the
// parameters that of a running statistic, at last the loss alone. So the smallest fault is the first.
const unsigned long long NoFault = ~0ull;
const unsigned long long FiniteLoss = 1ull << 24;
const unsigned long long LossAlone = FiniteLoss - 1;

const int StepShift = 27; // the number of a step begins here in that of an update, after two bits for its kind
const int KindShift = 25;

// What changes from step to step.
struct Step
{
    unsigned long long update; // its number and kind, in the upper bits
    float inverseLearningRate;
    float biasCorrection1; // 1/(1 − β₁ᵗ)
    float biasCorrection2; // 1/(1 − β₂ᵗ)
    float nextBiasCorrection1; // those of step t + 1, for the trial
    float nextBiasCorrection2;
    float blend; // a: share of the current gradient in a backtrack step
    float oneMinusBlend;
    float kept; // 1 − ηλ: what is left of weights that decay
};

// What changes from step to step in a graph, whose nodes keep their arguments.
struct Control
{
    Step initial, laq, trial, backtrack; // in the order of Kind
    unsigned long long seed, stepCount; // of the model, and of steps before this one: dropout's zeros follow from both
    int samples; // of the minibatch, at most the declared batch
    int isOfEpoch; // whether the loss of the step counts among those of an epoch
};

// What the steps of an epoch read; samples and their order are on the device, and so are the numbers of the coming steps.
struct Epoch
{
    const unsigned* inputs; // of all samples of the data set, numbers of 32 bits
    const unsigned* labels;
    const int* order; // of the samples in this epoch
    const Control* controls; // of the coming steps
    int first; // where in the order the samples of the first of these steps begin
    int position; // of the next step among them
};

struct Parameter
{
    int quantizer; // which of the model's; −1: full precision
    int offset; // place in the flat memory
    int count;
    int rows; // with scales of their own; 1: one scale, or one pair, for the whole parameter
    int scale; // its first scale
    int scalesPerRow; // 2: one for each sign
    int firstTile;
    int firstRow; // among the rows of all parameters that have several
    int firstShared; // first of its scales among those that all blocks solve together; −1: none
    int firstPair; // where its weights are sorted; −1: nowhere
    int isFrozen; // no step changes it, nor does it have a gradient
    int decays; // whether it is weights in full precision, which decay where the recipe says so; quantized ones always do
    int inputs; // that an output meets; of weights that are packed, and so are the next three
    int taps; // how often it meets each; 0: they are not packed
    int byOutput; // where they lie by output; −1: nowhere
    int byInput; // by input
};

// A weight that is sorted, with its curvature.
struct alignas(8) Pair
{
    float magnitude, curvature;
};

// How the weights of a tile zig-zag in a step.
struct Found
{
    double products; // Σ g·g′ and Σ g² of the gradient at the quantized weights; g′ is that of the step before
    double squares;
    double trialProducts; // the same of the trial's gradient beside that one
    double trialSquares;
    double swing; // the largest |wₜ − wₜ₋₁|
    double signChanges; // weights that go the other way than in the step before
};

// A mean over the steps that have a value.
struct Mean
{
    double sum, count;
};

// What is measured in the steps of an epoch.
struct MeasuredEpoch
{
    Mean levelFlips, signChanges, gradientCosine, trialCosine;
    double largestSwing;
};

// What is measured of a parameter.
struct Measures
{
    long long step; // the last one that was measured; −1: none
    double squares; // Σ g² of its gradient
    double levelFlips; // its measures, as ZigZagMeasures has them; NaN: there is none
    double largestSwing;
    double signChanges;
    double gradientCosine;
    double trialCosine;
    MeasuredEpoch epoch;
};

// Whether an update leaves a parameter as it is.
template <int kind>
__device__ __forceinline__ bool isKept(const Parameter& parameter)
{
    return kind != Initial && kind != Restore && parameter.isFrozen;
}

// The model's memory, flat, and what an update needs besides.
struct Memory
{
    float* latent;
    float* quantized;
    unsigned* packed; // the levels of those that tensor cores multiply
    float* firstMoment;
    float* secondMoment;
    float* firstGradient; // of a backtrack step: kept by its trial
    float* scales;
    float* presentScales; // those of the quantized weights as they are: in a trial others than the above
    Pair* pairs; // of the weights that are sorted, twice
    int* digits; // of every tile and side, how many pairs have each digit
    double* sums; // of every tile, three times: of the first launch, of even and of odd iterations
    unsigned long long* fault; // NoFault, or why no update writes anything
    unsigned int* arrived; // blocks that wait at a barrier
    float* const* gradients; // of each parameter; free for other use once they were read
    float* statistics; // running means and variances
    const float* pendingStatistics; // as the present step has moved them
    const float* loss; // of the pass that the gradients come from; null: not to be checked
    const Control* control; // of the step; null: the update is one by itself, and so are the next three
    const float* firstLoss; // of the step's first pass
    double* lossSum; // of the epoch's steps
    Epoch* epoch;
    const Parameter* parameters;
    float* priorGradient; // of the step before, in a model that is measured; also what follows
    signed char* directions; // signs of its updates
    signed char* levels; // before the step, then after it
    Found* found; // of every tile
    unsigned int* flips; // of every parameter: weights whose level has changed
    Measures* measures; // of every parameter
    int parameterCount;
    int tiles; // of all parameters
    int rows; // of all parameters that have several
    int statisticsCount;
    int pairCount; // of all parameters that are sorted, once
};
