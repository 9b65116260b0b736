# find_package(cahier) gives cahier::cahier, with the libraries that a static library cannot carry.
include(CMakeFindDependencyMacro)
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
find_dependency(Libutf8proc)
find_dependency(Libstemmer)
include("${CMAKE_CURRENT_LIST_DIR}/cahier-targets.cmake")
