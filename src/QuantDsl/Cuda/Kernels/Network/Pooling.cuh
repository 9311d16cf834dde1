// Poolings of a sample; a thread has an element after the other.

template <int K, int S, int P>
struct PoolingWindow
{
    static constexpr int Kernel = K;

    // Where the window begins, for a place of it.
    static __device__ __forceinline__ int start(int place)
    {
        return place * S - P;
    }

    // The first place whose window covers a position, and one past the last.
    static __device__ __forceinline__ int firstOver(int position)
    {
        return position + P < K ? 0 : (position + P - K) / S + 1;
    }

    static __device__ __forceinline__ int endOver(int position, int places)
    {
        return min((position + P) / S + 1, places);
    }
};

// The largest value of each window, and its place: padding never is the largest; of equal values the first counts; NaN is larger than any number,
// and the last one counts.
template <class Window, class X, class Y, class Places>
__device__ void maxPooling(X x, Y y, Places chosen, int sample)
{
    for (int i = threadIdx.x; i < Y::Elements; i += Threads)
    {
        int row = Window::start(i / Y::Channels / Y::Width);
        int column = Window::start(i / Y::Channels % Y::Width);
        int firstRow = max(0, -row), firstColumn = max(0, -column);
        int endRow = min(Window::Kernel, X::Height - row), endColumn = min(Window::Kernel, X::Width - column);
        float largest = __int_as_float((int)0xff800000); // −∞
        int place = firstRow * Window::Kernel + firstColumn;
        for (int r = firstRow; r < endRow; r++)
        {
            for (int c = firstColumn; c < endColumn; c++)
            {
                float value = x.at(sample, row + r, column + c)[i % Y::Channels];
                if (value > largest || value != value)
                {
                    largest = value;
                    place = r * Window::Kernel + c;
                }
            }
        }
        y(sample, i) = largest;
        chosen.of(sample)[i] = (unsigned char)place;
    }
}

// Each pixel has the sum of ∂y of the windows that chose it, row by row.
template <class Window, class X, class Y, class Places>
__device__ void maxPoolingGradient(Places chosen, Y outputGradient, X inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
    {
        int channel = i % X::Channels, row = i / X::Channels / X::Width, column = i / X::Channels % X::Width;
        float sum = 0;
        for (int r = Window::firstOver(row); r < Window::endOver(row, Y::Height); r++)
        {
            for (int c = Window::firstOver(column); c < Window::endOver(column, Y::Width); c++)
            {
                int window = (r * Y::Width + c) * Y::Channels + channel;
                int place = (row - Window::start(r)) * Window::Kernel + column - Window::start(c);
                if (chosen.of(sample)[window] == place)
                    sum += outputGradient(sample, window);
            }
        }
        inputGradient(sample, i) = sum;
    }
}

// The mean of each window; padding counts as zeros.
template <class Window, class X, class Y>
__device__ void averagePooling(X x, Y y, int sample)
{
    for (int i = threadIdx.x; i < Y::Elements; i += Threads)
    {
        int row = Window::start(i / Y::Channels / Y::Width);
        int column = Window::start(i / Y::Channels % Y::Width);
        float sum = 0;
        for (int r = max(0, row); r < min(X::Height, row + Window::Kernel); r++)
        {
            for (int c = max(0, column); c < min(X::Width, column + Window::Kernel); c++)
                sum += x.at(sample, r, c)[i % Y::Channels];
        }
        y(sample, i) = sum / (float)(Window::Kernel * Window::Kernel);
    }
}

template <class Window, class X, class Y>
__device__ void averagePoolingGradient(Y outputGradient, X inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
    {
        int row = i / X::Channels / X::Width, column = i / X::Channels % X::Width;
        float sum = 0;
        for (int r = Window::firstOver(row); r < Window::endOver(row, Y::Height); r++)
        {
            for (int c = Window::firstOver(column); c < Window::endOver(column, Y::Width); c++)
                sum += outputGradient(sample, (r * Y::Width + c) * Y::Channels + i % X::Channels);
        }
        inputGradient(sample, i) = sum / (float)(Window::Kernel * Window::Kernel);
    }
}

// The mean of each channel over the image.
template <class X, class Y>
__device__ void globalAveragePooling(X x, Y y, int sample)
{
    for (int channel = threadIdx.x; channel < X::Channels; channel += Threads)
    {
        float sum = 0;
        for (int pixel = 0; pixel < X::Pixels; pixel++)
            sum += x(sample, pixel * X::Channels + channel);
        y(sample, channel) = sum / (float)X::Pixels;
    }
}

template <class X, class Y>
__device__ void globalAveragePoolingGradient(Y outputGradient, X inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        inputGradient(sample, i) = outputGradient(sample, i % X::Channels) / (float)X::Pixels;
}
