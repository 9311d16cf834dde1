// What networks make of token ids. They lie as the user gave them, [sample][position], and somebody has checked that they are in the vocabulary.

// A vector for each token: 1 at its place, 0 elsewhere.
template <class Y>
__device__ void oneHot(const int* tokens, Y y, int sample)
{
    for (int i = threadIdx.x; i < Y::Elements; i += Threads)
        y(sample, i) = tokens[sample * Y::Pixels + i / Y::Channels] == i % Y::Channels ? 1.0f : 0.0f;
}

// A row of the table for each token.
template <class Y>
__device__ void embedding(const int* tokens, const float* table, Y y, int sample)
{
    for (int i = threadIdx.x; i < Y::Elements; i += Threads)
        y(sample, i) = table[(long long)tokens[sample * Y::Pixels + i / Y::Channels] * Y::Channels + i % Y::Channels];
}

// Sorts the occurrences of tokens, those of a token in the order of the batch: `ends` says where those of each token end, and `occurrences` is
// sample·length + position. The first blocks count for each occurrence those that come before it; the others count for each token those that are
// not behind it.
template <int Length, int Vocabulary, int PlacingBlocks, class Places>
__device__ void findTokens(const int* tokens, float* ends, Places occurrences, int samples, int block)
{
    __shared__ int others[Threads];
    int count = samples * Length;
    bool places = block < PlacingBlocks;
    int own = (places ? block : block - PlacingBlocks) * Threads + threadIdx.x;
    int token = !places ? own : own < count ? tokens[own] : -1;
    int before = 0;
    for (int start = 0; start < count; start += Threads)
    {
        __syncthreads(); // what was there is read
        if (start + (int)threadIdx.x < count)
            others[threadIdx.x] = tokens[start + threadIdx.x];
        __syncthreads(); // all is there
        for (int i = 0; i < min(Threads, count - start); i++)
            before += others[i] < token || (others[i] == token && (!places || start + i < own));
    }
    if (places && own < count)
        ((int*)occurrences.data)[before] = own;
    if (!places && own < Vocabulary)
        ((int*)ends)[own] = before;
}

// ∂W: each row is the sum of ∂y over the occurrences of its token. A thread has a weight.
template <int Batch, int Vocabulary, class Y, class Places>
__device__ void embeddingGradient(Y outputGradient, const float* ends, Places occurrences, float* target, int samples, int block)
{
    int weight = block * Threads + threadIdx.x;
    if (weight >= Vocabulary * Y::Channels)
        return;
    int token = weight / Y::Channels;
    int feature = weight % Y::Channels;
    const int* occurrence = (const int*)occurrences.data;
    int next = token == 0 ? 0 : ((const int*)ends)[token - 1];
    int end = ((const int*)ends)[token];
    Shards<Batch> shards{samples};
    ShardTree tree;
    for (int shard = 0; shard < ShardCount; shard++)
    {
        float sum = 0;
        for (; next < end && occurrence[next] < shards.end(shard) * Y::Pixels; next++)
            sum += atRow(outputGradient, occurrence[next], feature);
        tree.add(shard, sum);
    }
    target[weight] = tree.eight;
}
