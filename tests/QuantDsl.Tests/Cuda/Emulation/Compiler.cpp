// A fake libnvrtc.so: compiles for the CPU, by clang, and calls the result a cubin. CLANG and PRELUDE are given when this is compiled.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace
{

enum Result
{
    Success = 0,
    OutOfMemory = 1,
    CreationFailed = 2,
    InvalidInput = 3,
    InvalidProgram = 4,
    InvalidOption = 5,
    CompilationFailed = 6,
};

struct Program
{
    std::string name;
    std::string source;
    std::string log;
    std::string cubin;
};

// Not NVRTC's: a large program that has little to do is there sooner.
const std::string Unoptimized = "--emulate-unoptimized";

// Not NVRTC's either: has the program note what it reads and writes.
const std::string Traced = "--emulate-traces";
const std::string Tracing = " -DEMULATED_TRACED -Xclang -fsanitize=thread -mllvm -tsan-instrument-func-entry-exit=0"
    " -mllvm -tsan-instrument-atomics=0 -mllvm -tsan-instrument-memintrinsics=0";

// Whether all programs are compiled so, in this process or in one that a test has started with this variable.
bool optimizesNothing = getenv("EMULATED_UNOPTIMIZED") != nullptr;

// Options that the real one would be given; they mean nothing on the CPU, where products are never contracted either.
bool isKnown(const std::string& option)
{
    return option.starts_with("--gpu-architecture=sm_") || option == "--fmad=false" || option == "--std=c++17"
        || option == "--device-as-default-execution-space" || option == Traced || option == Unoptimized;
}

// Names of the kernels: what stands before the bracket of the arguments of a __global__ function.
std::vector<std::string> kernelsOf(const std::string& source)
{
    const std::string word = "__global__";
    std::vector<std::string> names;
    for (size_t at = source.find(word); at != std::string::npos; at = source.find(word, at + 1))
    {
        size_t from = at + word.size();
        if (size_t bounds = source.find("__launch_bounds__", from); bounds != std::string::npos && bounds < source.find('{', from))
            from = source.find(')', bounds) + 1;
        size_t end = source.find('(', from);
        size_t begin = source.find_last_of(" \n*", end) + 1;
        names.push_back(source.substr(begin, end - begin));
    }
    return names;
}

std::string read(const std::filesystem::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

} // namespace

extern "C"
{

Result nvrtcVersion(int* major, int* minor)
{
    *major = 12;
    *minor = 8;
    return Success;
}

Result nvrtcCreateProgram(Program** program, const char* source, const char* name, int headers, const char* const*, const char* const*)
{
    if (headers != 0)
        return InvalidInput;
    *program = new Program{name == nullptr ? "default_program" : name, source, "", ""};
    return Success;
}

Result nvrtcDestroyProgram(Program** program)
{
    delete *program;
    *program = nullptr;
    return Success;
}

Result nvrtcCompileProgram(Program* program, int count, const char* const* options)
{
    for (const char* const* option = options; option < options + count; option++)
    {
        if (!isKnown(*option))
        {
            program->log = "nvrtc: error: invalid value for option: " + std::string(*option);
            return InvalidOption;
        }
    }
    auto has = [&](const std::string& wanted) { return std::any_of(options, options + count, [&](const char* o) { return o == wanted; }); };
    char pattern[] = "/tmp/quantdsl-nvrtc-XXXXXX";
    if (mkdtemp(pattern) == nullptr)
        return CreationFailed;
    std::filesystem::path folder = pattern;
    std::ofstream file(folder / "program.cpp", std::ios::binary);
    file << "#line 1 \"" << program->name << "\"\n" << program->source << "\n#line 1 \"kernels\"\n";
    for (const std::string& kernel : kernelsOf(program->source))
        file << "EMULATED_KERNEL(" << kernel << ")\n";
    file.close();
    std::string command = "cd " + folder.string() + " && " CLANG " -x c++ -std=c++17 -ffp-contract=off -fno-math-errno"
        " -fvisibility=hidden -Wall -Wno-unused-const-variable" + (has(Traced) ? Tracing : "") +
        (has(Unoptimized) || optimizesNothing ? " -O0" : " -O2")
        + " -shared -fPIC -include " PRELUDE " program.cpp -o program.so -lm > log 2>&1";
    int status = system(command.c_str());
    program->log = read(folder / "log");
    program->cubin = read(folder / "program.so");
    std::filesystem::remove_all(folder);
    return status == 0 ? Success : CompilationFailed;
}

Result nvrtcGetCUBINSize(Program* program, size_t* size)
{
    *size = program->cubin.size();
    return program->cubin.empty() ? InvalidProgram : Success;
}

Result nvrtcGetCUBIN(Program* program, char* cubin)
{
    std::copy(program->cubin.begin(), program->cubin.end(), cubin);
    return program->cubin.empty() ? InvalidProgram : Success;
}

// With the zero at its end, as the real one counts.
Result nvrtcGetProgramLogSize(Program* program, size_t* size)
{
    *size = program->log.size() + 1;
    return Success;
}

Result nvrtcGetProgramLog(Program* program, char* log)
{
    std::copy(program->log.begin(), program->log.end(), log);
    log[program->log.size()] = 0;
    return Success;
}

const char* nvrtcGetErrorString(Result result)
{
    switch (result)
    {
        case Success: return "NVRTC_SUCCESS";
        case OutOfMemory: return "NVRTC_ERROR_OUT_OF_MEMORY";
        case CreationFailed: return "NVRTC_ERROR_PROGRAM_CREATION_FAILURE";
        case InvalidInput: return "NVRTC_ERROR_INVALID_INPUT";
        case InvalidProgram: return "NVRTC_ERROR_INVALID_PROGRAM";
        case InvalidOption: return "NVRTC_ERROR_INVALID_OPTION";
        case CompilationFailed: return "NVRTC_ERROR_COMPILATION";
    }
    return "NVRTC_ERROR unknown";
}


// Not NVRTC's: what tests set.
void emulationOptimize(int optimizes) { optimizesNothing = optimizes == 0; }

}
