// What the kernels of a network share: the memory of a pass, and how values lie in it. A loop of the lowered program is a kernel; a unit of the loop
// is a block, whose threads do together what stands in the loop's body, one line after the other.

struct Evaluation; // Evaluation.cuh

struct Network
{
    float* arena; // what several loops use and has a part for each sample
    float* whole; // what several loops use and belongs to the whole batch
    float* local; // of each block of a loop over samples
    const float* weights; // quantized
    float* packed; // the same as levels, where tensor cores multiply them
    const float* scales; // of those weights
    float* gradients; // in the order of the weights
    const float* statistics; // running means and variances
    float* pending; // as the present step moves them
    const float* inputs; // samples as the user gave them
    const int* tokens; // the same where they are token ids
    const int* labels;
    const float* numbers; // labels where these are numbers
    float* losses; // of a step's first pass, and of that at the weights of its trial
    float* logits; // of a prediction
    const Control* control;
    Evaluation* evaluation;
    int movesStatistics; // in a step's first pass
};

// [sample][row][column][channel], each sample within a border; features are an image of one pixel, sequences have a pixel for each position. Stride:
// numbers from a sample to the next; 0 in memory of the block, which has one sample.
template <int H, int W, int C, int B, int Stride>
struct Images
{
    static constexpr int Height = H, Width = W, Channels = C, Pixels = H * W, Elements = H * W * C;

    float* data;

    __device__ __forceinline__ float* at(int sample, int row, int column) const
    {
        return data + (long long)sample * Stride + ((row + B) * (W + 2 * B) + column + B) * C;
    }

    // The number at a place of the sample, border not counted.
    __device__ __forceinline__ float& operator()(int sample, int place) const
    {
        if constexpr (B == 0)
            return data[(long long)sample * Stride + place];
        else
            return at(sample, place / C / W, place / C % W)[place % C];
    }

    static __device__ __forceinline__ bool holds(int row, int column)
    {
        return row >= 0 && row < H && column >= 0 && column < W;
    }
};

// [sample][byte]. Stride: in bytes.
template <int Stride>
struct Bytes
{
    unsigned char* data;

    __device__ __forceinline__ unsigned char* of(int sample) const
    {
        return data + (long long)sample * Stride;
    }
};

// [sample][number]: what samples leave for a sum over the batch.
template <int Stride>
struct Rows
{
    float* data;

    __device__ __forceinline__ float* of(int sample) const
    {
        return data + (long long)sample * Stride;
    }
};
